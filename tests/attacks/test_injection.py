"""What people type is shown as they typed it: no markup, no header, no formula, no link, no template comes of it."""

import csv
import io
from dataclasses import replace
from email import policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.attacks.nasty import SHORT
from tests.attacks.test_objects_of_departments import number_of
from tests.attacks.walking import SPECIAL, addresses
from tests.cast import rows
from tracker.domain.feed_words import FeedKind
from tracker.mail.sender import transport_for
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.contact import Contact
from tracker.models.contract import Contract
from tracker.models.data_schedule import DataLine, Declaration
from tracker.models.department import Department
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.models.request import Request
from tracker.models.review import Review
from tracker.models.vendor import Vendor, VendorAlias
from tracker.models.waiver import Waiver
from tracker.services import calendar_feeds, sending
from tracker.services.calendar_feeds import NewFeed

EVIL = ("<script>alert", "<img src=x1", "49{% raw", 'javascript:alert(1)"', 'href="https://evil.example')
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
PEOPLE = ("pia", "oscar", "max", "ada", "adam")


def planted(work, town, text):
    """Put a string into every column that people type into, as it would stand after the forms cleaned it."""
    session = work.session
    places = (
        (Vendor, ("name", "note", "website")), (VendorAlias, ("name",)), (Contact, ("name", "title", "phone")),
        (Contract, ("title", "renewal_terms", "note")), (Department, ("name",)), (Person, ("name",)),
        (Request, ("message",)), (Attestation, ("signer_name", "signer_title", "signer_authority", "expiry_reason")),
        (ClauseAnswer, ("text", "control")), (DataLine, ("purpose", "retention")), (Waiver, ("reason",)),
        (Declaration, ("reason", "usage_protocol")), (Review, ("note",)),
    )  # fmt: skip
    for kind, columns in places:
        for row in rows(session, kind):
            for column in columns:
                unique = f"{text} {row.id}" if kind is Department else text
                setattr(row, column, unique)
    session.commit()


def harmless(text, *, where):
    for evil in EVIL:
        assert evil not in text, f"{where} holds {evil}"


@pytest.mark.parametrize("kind", ["script", "image", "template", "link", "rtl", "emoji"])
def test_every_page_shows_what_is_stored_as_text(app, town, work, visitors, kind):
    planted(work, town, SHORT[kind])
    found = addresses(app, number_of(town.acme))
    for name in PEOPLE:
        client = visitors.person(getattr(town.cast, name))
        for _endpoint, permission, path in found:
            if permission not in SPECIAL:
                answer = client.get(path)
                assert answer.status_code < 500, f"{path} breaks for {kind}"
                if answer.mimetype in {"text/html", "image/svg+xml"}:
                    harmless(answer.text, where=path)


@pytest.mark.parametrize("kind", list(SHORT))
def test_the_vendors_pages_and_the_form_to_sign_take_any_text(app, town, work, acting, visitors, draft_of, kind):
    text = " ".join("".join(c for c in SHORT[kind] if ord(c) >= 32 and not "\ud800" <= c <= "\udfff").split())
    planted(work, town, text)
    draft_of(town.acme)
    client = visitors.contact(town.cast.cora)
    own = calendar_feeds.create(acting(town.cast.cora, text, "contact"), NewFeed(FeedKind.VENDOR, town.acme.vendor))
    work.session.commit()
    for _endpoint, permission, path in addresses(app, number_of(replace(town.acme, feed=own.id))):
        # Nothing was returned in this town, so there is no letter about it.
        if permission == "contact" and not path.endswith("/returned.pdf"):
            answer = client.get(path)
            assert answer.status_code < 400, f"{path}: {answer.status_code}"
            if answer.mimetype == "text/html":
                harmless(answer.text, where=path)
    form = client.get(f"/portal/requests/{town.acme.request}/attestation.pdf")
    assert form.data.startswith(b"%PDF")
    assert b"/JavaScript" not in form.data
    assert b"/URI" not in form.data


@pytest.mark.parametrize("kind", ["script", "image", "template", "header", "link", "rtl", "emoji", "formula"])
def test_letters_carry_no_markup_no_header_and_only_our_links(town, work, visitors, kind, settings):
    oscar, pia = visitors.person(town.cast.oscar), visitors.person(town.cast.pia)
    contact = {"name": SHORT[kind], "email": "evil@acme.example", "title": SHORT[kind], "roles": "signer"}
    pia.post(f"/vendors/{town.acme.vendor}/contacts/new", data=contact)
    sent_back = {"return-free_text": SHORT[kind], "return-due_on": "2026-12-24"}
    assert oscar.post(f"/reviews/{town.acme.attestation}/return", data=sent_back).status_code == 303
    evil = rows(work.session, Contact, email="evil@acme.example")[0].id
    work.session.rollback()
    moved = pia.post(f"/requests/{town.acme.request}/contact", data={"contact": str(evil)})
    assert moved.status_code == 303
    letters = rows(work.session, Letter)
    assert {"invitation", "returned"} <= {letter.kind for letter in letters}
    for letter in letters:
        assert "\n" not in letter.subject + letter.to_name + letter.to_email
        assert "\r" not in letter.subject + letter.to_name + letter.to_email
        harmless(letter.html, where=letter.kind)
        links = [part.split('"')[0] for part in letter.html.split('href="')[1:]]
        assert all(link.startswith(settings.base_url) for link in links), links
    _sent_clean(work, settings)


def _sent_clean(work, settings):
    from_folder = settings.mail_url.removeprefix("folder:")
    work.session.rollback()
    _deliver(work)
    files = list(Path(from_folder).rglob("*.eml"))
    assert files
    for path in files:
        parsed = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        assert parsed["Bcc"] is None
        assert len(parsed.get_all("To", [])) == 1


def _deliver(work):
    sending.deliver(work, transport_for(work.settings.mail_url), work.session.commit)


@pytest.mark.parametrize("kind", ["formula", "plus", "minus", "at", "full-width", "tab", "link", "script", "emoji"])
def test_workbook_and_csv_hold_text_never_formulas_or_links(town, work, visitors, kind):
    text = " ".join(SHORT[kind].split())
    planted(work, town, text)
    client = visitors.person(town.cast.oscar)
    book = openpyxl.load_workbook(BytesIO(client.get("/exports/status").data))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert any(text in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    own = f"{work.settings.base_url}/contracts/"
    assert all(str(cell.hyperlink.target).removeprefix(own).isdigit() for cell in cells if cell.hyperlink)
    for path in ("/exports/status?format=csv", "/exports/audit?format=csv"):
        table = csv.reader(io.StringIO(client.get(path).data.decode("utf-8-sig")))
        found = [cell for row in table for cell in row if cell and cell.startswith(FORMULAS)]
        assert not [cell for cell in found if not cell.lstrip("-").replace(".", "").isdigit()], found
