"""Take the pictures of the README: `python -m tests.stories.pictures ADDRESS` beside a freshly seeded `make run`."""

import re
import sys
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.chromium import chromium_path
from tests.stories.conftest import CHROMIUM
from tests.stories.visitor import Visitor
from tracker.services.sample_city_people import sample_password

LISTS = Path(__file__).parents[1] / "data"
FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


def take(page: Page, name: str, height: int) -> None:
    """Save what a person sees first."""
    page.set_viewport_size({"width": (page.viewport_size or {"width": 1280})["width"], "height": height})
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=FOLDER / f"{name}.png")


def clip(page: Page, selector: str, name: str) -> None:
    """Save one part of the page."""
    page.locator(selector).screenshot(path=FOLDER / f"{name}.png")


def sign_in(visitor: Visitor, email: str) -> Visitor:
    visitor.goes("/account/sign-in").types("E-mail", email).types("Password", sample_password())
    return visitor.clicks("Sign in")


def staff(visitor: Visitor) -> None:
    """The pages of staff."""
    sign_in(visitor, "oscar@city.example")
    take(visitor.goes("/overview").page, "overview", 900)
    take(visitor.goes("/reminders").page, "reminders", 900)
    take(visitor.goes("/contracts?q=C-2350").follows("C-2350").page, "contract", 820)
    visitor.page.locator("#gap").scroll_into_view_if_needed()
    clip(visitor.page, "#gap", "gap")
    visitor.goes("/requirements/").follows("Go on with the draft")
    visitor.page.evaluate("document.getElementById('DPO-1').scrollIntoView({block: 'center'})")
    visitor.page.screenshot(path=FOLDER / "draft.png")
    visitor.goes("/reviews/").follows("Cobaltshore Underwriters")
    visitor.page.locator(".document-pages__picture").first.scroll_into_view_if_needed()
    visitor.page.wait_for_load_state("networkidle")
    take(visitor.page, "review", 1100)
    visitor.goes("/contracts?standing=undeclared").page.locator("main tbody a").first.click()
    visitor.clicks("Declare personal data").types("Purpose", "to send notices").ticks("Resident")
    visitor.types("Search elements", "full name").ticks("Full name")
    visitor.types("Search elements", "address").ticks("Home address")
    take(visitor.page, "onboarding-data", 900)


def lists(visitor: Visitor) -> None:
    """A list that comes in: its columns, and what it would do after the list of the quarter before."""
    sign_in(visitor, "pia@city.example")
    for quarter in ("q1", "q2"):
        visitor.goes("/imports/new?kind=contracts")
        visitor.page.set_input_files("input[type=file]", LISTS / f"philadelphia-excerpt-{quarter}.csv")
        take(visitor.clicks("Read the file").page, "import-columns", 1000)
        visitor.clicks("Check the list")
        if quarter == "q1":
            if visitor.page.get_by_label("Leave these rows out").count():
                visitor.ticks("Leave these rows out")
            visitor.clicks("Bring ")
    take(visitor.follows("Changed").page, "import-difference", 1250)


def vendor(visitor: Visitor, address: str) -> None:
    """The vendor's answers, on a phone: sign in with the code that stands in the sample outbox."""
    visitor.goes("/portal").types("E-mail", address).clicks("Send me a code")
    for _ in range(30):
        visitor.page.wait_for_timeout(1000)
        with urllib.request.urlopen(f"{visitor.base_url}/outbox?to={address}") as answer:  # noqa: S310  # our own server
            if "code" in answer.read().decode():
                break
    code = code_of(visitor, address)
    visitor.types("Code", code).clicks("Continue")
    visitor.page.get_by_role("link", name="Answer").or_(visitor.page.get_by_role("link", name="Continue")).first.click()
    visitor.clicks("Go on to your answers")
    take(visitor.page, "portal-answers-phone", 844)
    visitor.clicks("Agree to all the rest").clicks("Save and go on")
    visitor.types("Why may this person sign", "Officer of the company").clicks("Save and go on")
    visitor.clicks("Read and sign on this screen").ticks("I agree to do business", "I am this person")
    visitor.types("Type your name", "Luz Herrera")
    foot(visitor.page, "portal-signing-phone")


def foot(page: Page, name: str) -> None:
    """Save the last window of a long page."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.screenshot(path=FOLDER / f"{name}.png")


def code_of(visitor: Visitor, address: str) -> str:
    """Read the newest code from the outbox, in a window of its own."""
    page = visitor.page.context.new_page()
    page.goto(f"{visitor.base_url}/outbox")
    page.locator("tr", has_text=address).filter(has_text="code").first.locator("a").first.click()
    page.wait_for_load_state("load")
    text = page.locator("main").inner_text()
    page.close()
    return next(iter(re.findall(r"^\s*(\d{6})\s*$", text, re.MULTILINE)))


def main(base_url: str) -> None:
    """Take all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM)
        staff(Visitor(chromium.new_page(viewport={"width": 1280, "height": 900}), base_url))
        lists(Visitor(chromium.new_page(viewport={"width": 1280, "height": 900}), base_url))
        phone = chromium.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        vendor(Visitor(phone.new_page(), base_url), "luz@ravenna.example")
        chromium.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
