"""From a new vendor to the manager's workbook, by hand, in a real browser; every page on the way is checked by axe."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.browser

SIGNER = "dana@dogwood.example"


def onboard(pia):
    """Procurement onboards Dogwood Benefits and asks it for its attestation."""
    pia.goes("/onboarding/vendor").types("Name, number or alias", "Dogwood").clicks("Search")
    pia.types("Name of the company", "Dogwood Benefits Inc.").types("Vendor number", "V-300").clicks(
        "Save and continue"
    )
    pia.types("Contract number", "C-9000").types("Title", "Benefits enrolment").chooses("Department", "Library")
    pia.types("First day", "2026-11-01").types("Last day", "2028-10-31").clicks("Save and continue")
    pia.types("Purpose", "to pay benefits").ticks("Employee")
    pia.types("Search elements", "bank").ticks("Bank account").clicks("Save and continue")
    pia.reads("Ask the vendor to attest", "Tier 4")
    pia.types("Name", "Dana Dogwood").types("E-mail address", SIGNER).clicks("Look at the letter")
    pia.reads("A last look", "Dana Dogwood")
    return pia.clicks("Send the request").reads("What happens next")


def come_in(dana, mail):
    """The vendor follows the link of the invitation and types the code that is mailed."""
    dana.goes(mail.link(SIGNER, "please answer")).reads("Dogwood Benefits Inc.").clicks("Send me a code")
    return dana.types("Code", mail.code(SIGNER)).clicks("Continue")


def answer(dana, tmp_path):
    """The vendor answers with one exception, says who signs, signs and sends."""
    dana.reads("Benefits enrolment", "Bank account").clicks("Go on to your answers")
    first = dana.page.locator(".clause").first
    first.locator("label", has_text="We agree, with an exception").click()
    first.get_by_label("What is the exception").fill("Our backups are kept for 30 days")
    dana.clicks("Agree to all the rest").clicks("Save and go on")
    dana.types("Name", "Dana Dogwood").types("Title", "Chief Financial Officer")
    dana.types("Why may this person sign", "Officer of the company").clicks("Save and go on")
    with dana.page.expect_download() as download:
        dana.page.get_by_role("link", name="Download the attestation").click()
    signed = tmp_path / "signed.pdf"
    download.value.save_as(signed)
    assert signed.read_bytes().startswith(b"%PDF-")
    dana.page.locator("input[type=file]").set_input_files(signed)
    dana.clicks("Upload").reads("signed.pdf")
    return dana.clicks("Send to the city")


def review(oscar):
    """The privacy officer reads the exception, ticks the checklist and accepts."""
    oscar.goes("/reviews").follows("Dogwood Benefits Inc.").reads("Our backups are kept for 30 days")
    for box in oscar.page.locator("input[name=accept-checklist]").all():
        oscar.page.locator(f"label[for='{box.get_attribute('id')}']").click()
    oscar.reads("Unsigned", "There is no digital signature", "its pages show the same words")
    return oscar.types("Why you accept it all the same", "The paper was signed by hand.").clicks("Accept")


def test_from_a_new_vendor_to_the_managers_workbook(visit, mail, tmp_path):
    onboard(visit().signs_in("pia"))
    dana = answer(come_in(visit(width=390), mail), tmp_path)
    dana.reads("received").does_not_read("Pia Procurement")
    assert "signed.pdf" in mail.newest(SIGNER, "received")

    oscar = review(visit().signs_in("oscar"))
    assert mail.newest(SIGNER, "accepted")
    oscar.goes("/contracts?q=C-9000").follows("C-9000").reads("current", "everything is covered through")
    oscar.goes("/overview?on=2027-12-31").reads("This is how things stand on December 31, 2027")

    max_manager = visit().signs_in("max").goes("/contracts")
    with max_manager.page.expect_download() as download:
        max_manager.page.goto(max_manager.base_url + "/overview")
        max_manager.page.get_by_role("link", name="Export workbook").click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    rows = {row[2].value: row for row in book["Contract status"].iter_rows(min_row=2)}
    assert set(rows) == {"C-2291", "C-9000"}
    headings = [cell.value for cell in book["Contract status"][1]]
    assert rows["C-9000"][headings.index("Standing")].value == "current"
    assert rows["C-9000"][headings.index("Signed by")].value == "Dana Dogwood"
    assert rows["C-9000"][headings.index("Exceptions")].value == 1


def test_what_is_returned_is_corrected_and_sent_again(visit, mail, tmp_path):
    onboard(visit().signs_in("pia"))
    dana = answer(come_in(visit(width=390), mail), tmp_path)
    oscar = visit().signs_in("oscar").goes("/reviews").follows("Dogwood Benefits Inc.")
    oscar.page.locator("summary", has_text="Return").first.click()
    oscar.ticks("The document is not signed")
    oscar.page.get_by_label("Note").last.fill("CANARY for staff only")
    oscar.clicks("Return")
    letter = mail.newest(SIGNER, "correct")
    assert "CANARY" not in letter
    dana.goes("/portal/requests").does_not_read("CANARY").clicks("Correct and send again")
    dana.does_not_read("CANARY", "Oscar Officer")


def test_the_vendors_pages_work_on_the_smallest_phone_without_javascript(visit, mail, tmp_path):
    onboard(visit().signs_in("pia"))
    dana = answer(come_in(visit(width=320, scripts=False), mail), tmp_path)
    dana.reads("received")
