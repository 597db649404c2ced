"""What vendors and officers do in several stories: come in by code, sign on screen, accept."""

from tests.stories.visitor import Visitor


def come_in(vendor: Visitor, mail, address: str) -> Visitor:
    """Follow the link of the newest invitation, and type the code that is mailed."""
    vendor.goes(mail.link(address, "please answer")).clicks("Send me a code")
    return vendor.types("Code", mail.code(address)).clicks("Continue")


def sign_on_screen(vendor: Visitor, mail, address: str, name: str) -> Visitor:
    """Say who signs, read the whole text, agree to sign electronically, and sign with the code from the mailbox."""
    vendor.types("Name", name).types("Title", "Chief Financial Officer")
    vendor.types("Why may this person sign", "Officer of the company").clicks("Save and go on")
    vendor.clicks("Read and sign on this screen").ticks("I agree to do business", "I am this person")
    vendor.types("Type your name", name).clicks("Send me the code")
    return vendor.types("Code", mail.code(address)).clicks("Sign and send to the city")


def accept(officer: Visitor, vendor_name: str) -> Visitor:
    """Open the answer in the queue, confirm every point, and accept."""
    officer.goes("/reviews").follows(vendor_name)
    for box in officer.page.locator("input[name=accept-checklist]").all():
        officer.page.locator(f"label[for='{box.get_attribute('id')}']").click()
    return officer.clicks("Accept")
