"""A vendor signs on a phone; the privacy officer reads how, accepts and counter-signs. Axe checks each page."""

import re

import pytest

from tests.portal.signing_steps import give_seal
from tests.stories.test_main_story import SIGNER, come_in, onboard

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _sealing(settings, moments, tmp_path):
    give_seal(settings, tmp_path, moments.now())


def sign(dana, mail):
    """The vendor answers, says who signs, reads the whole text, and signs with the code from the mailbox."""
    dana.clicks("Go on to your answers").clicks("Agree to all the rest").clicks("Save and go on")
    dana.types("Name", "Dana Dogwood").types("Title", "Chief Financial Officer")
    dana.types("Why may this person sign", "Officer of the company").clicks("Save and go on")
    dana.clicks("Read and sign on this screen").reads("Bank account", "Officer of the company", "withdraw", "on paper")
    if not dana.scripts:  # the browser's console takes a refused form for a fault
        dana.clicks("Send me the code").reads("without it you cannot sign on screen")
    dana.ticks("I agree to do business", "I am this person").types("Type your name", "Dana Dogwood")
    dana.clicks("Send me the code").reads("Type the code to sign", "Dana Dogwood, Chief Financial Officer")
    if dana.scripts:
        dana.page.go_back()
        dana.page.go_forward()
    return dana.types("Code", mail.code(SIGNER)).clicks("Sign and send to the city")


def test_a_vendor_signs_on_a_phone_and_the_city_countersigns(visit, mail):
    onboard(visit().signs_in("pia"))
    dana = sign(come_in(visit(width=390), mail), mail)
    dana.reads("We received your answer", "signed.pdf")
    digest = re.sub(r"\s", "", dana.page.locator("p.digest code").first.inner_text())
    assert digest in re.sub(r"\s", "", mail.newest(SIGNER, "received"))
    with dana.page.expect_download() as download:
        dana.page.get_by_role("link", name="signed.pdf").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    oscar = visit().signs_in("oscar").goes("/reviews").follows("Dogwood Benefits Inc.")
    oscar.reads("Signed on screen by Dana Dogwood", "code of six digits", "127.0.0.1", "Trusted")
    for box in oscar.page.locator("input[name=accept-checklist]").all():
        oscar.page.locator(f"label[for='{box.get_attribute('id')}']").click()
    oscar.clicks("Accept")
    oscar.goes("/contracts?q=C-9000").follows("C-9000").reads("current")
    oscar.goes("/attestations/1").clicks("Counter-sign for the city")
    oscar.reads("The city has counter-signed the document", "counter-signed.pdf")
    visit().signs_in("pia").goes("/attestations/1").reads("Signed on screen").does_not_read("127.0.0.1")


def test_it_works_on_the_smallest_phone_without_javascript(visit, mail):
    onboard(visit().signs_in("pia"))
    sign(come_in(visit(width=320, scripts=False), mail), mail).reads("We received your answer")
