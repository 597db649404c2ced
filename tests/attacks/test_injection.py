"""What people type is shown as they typed it: no markup, no header, no formula, no link, no template comes of it."""

import csv
import io
from email import policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.attacks.nasty import EVERY, SHORT
from tests.attacks.test_objects_of_departments import number_of
from tests.attacks.walking import SPECIAL, addresses
from tests.cast import rows
from tests.portal.conftest import made_pdf
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
from tracker.services import sending

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
def test_the_vendors_pages_and_the_form_to_sign_take_any_text(app, town, work, visitors, draft_of, kind):
    text = " ".join("".join(c for c in SHORT[kind] if ord(c) >= 32 and not "\ud800" <= c <= "\udfff").split())
    planted(work, town, text)
    draft_of(town.acme)
    client = visitors.contact(town.cast.cora)
    for _endpoint, permission, path in addresses(app, number_of(town.acme)):
        if permission == "contact":
            answer = client.get(path)
            assert answer.status_code < 400, f"{path}: {answer.status_code}"
            if answer.mimetype == "text/html":
                harmless(answer.text, where=path)
    form = client.get(f"/portal/requests/{town.acme.request}/attestation.pdf")
    assert form.data.startswith(b"%PDF")
    assert b"/JavaScript" not in form.data
    assert b"/URI" not in form.data


def vendor(data):
    return {"name": data, "number": data[:60], "website": data, "note": data, "seen": "", "version": "1"}


def forms_of(town, text):
    """Every form of staff that takes text, filled with one string: address, person who may, fields."""
    acme = town.acme
    contract = {
        "number": text, "title": text, "department_id": str(acme.department), "owner_id": "", "amount": text,
        "renewal_terms": text, "note": text, "breach_notice_hours": "72", "disposal_days": "60", "version": text,
        "starts_on": text, "through_on": text,
    }  # fmt: skip
    asked = {
        "contract": [str(acme.contract), text], f"contact-{acme.vendor}": "new", f"name-{acme.vendor}": text,
        f"email-{acme.vendor}": text, f"title-{acme.vendor}": text, "due_on": "2026-12-24", "message": text,
    }  # fmt: skip
    schedule = {
        "deed": "save", "kind": "schedule", "1-0-on": "1", "1-0-purpose": text, "1-0-retention": text,
        "1-0-subjects": text, "1-0-country": text, "1-0-direction": text, "1-0-form": text, "1-0-other_text": text,
        "1-0-from_on": text, "since": text, "usage_protocol": text, "fingerprint": text, "more": text,
    }  # fmt: skip
    contact = {"name": text, "email": text, "title": text, "phone": text, "roles": "primary", "version": text}
    good_contact = {**contact, "email": "new@acme.example"}
    policy_ = {"notice_days": text, "hour": text, "sender_name": text, "day": text}
    person = {"name": text, "email": text, "roles": text, "departments": text, "version": text}
    good_person = {"name": text, "email": "new@city.example", "roles": "auditor", "invite": "y"}
    decided = {"accept-version": text, "accept-note": text, "accept-expiry_reason": text, "accept-checklist": text,
               "accept-effective_on": text, "accept-expires_on": text}  # fmt: skip
    sent_back = {"return-free_text": text, "return-note": text, "return-due_on": "2026-12-24",
                 "return-reasons": text, "return-clauses": text, "return-version": text}  # fmt: skip
    return [
        ("/vendors/new", "pia", vendor(text)),
        ("/onboarding/vendor", "pia", vendor(text)),
        (f"/vendors/{acme.vendor}/edit", "pia", vendor(text)),
        (f"/vendors/{acme.vendor}/names", "pia", {"name": text}),
        (f"/vendors/{acme.vendor}/reminders/pause", "pia", {"reason": text}),
        (f"/vendors/{acme.vendor}/contacts/new", "pia", contact),
        (f"/vendors/{acme.vendor}/contacts/new", "pia", good_contact),
        (f"/vendors/{acme.vendor}/contacts/{acme.contact}", "pia", contact),
        (f"/vendors/{acme.vendor}/archive", "pia", {"reason": text}),
        (f"/contracts/new?vendor={acme.vendor}", "pia", contract),
        (f"/contracts/{acme.contract}/edit", "pia", {**contract, "amount": "1"}),
        (f"/contracts/{acme.contract}/terms", "pia", contract),
        (f"/contracts/{acme.contract}/terms/1", "pia", contract),
        (f"/contracts/{acme.contract}/data", "pia", schedule),
        (f"/contracts/{acme.contract}/data", "pia", {**schedule, "kind": "none", "reason": text}),
        ("/contracts/views", "pia", {"name": text, "query": text}),
        ("/vendors/views", "pia", {"name": text, "query": f"q={text}"}),
        ("/contracts/chosen", "pia", {"query": text, "deed": text, "contract": text}),
        ("/contracts/chosen", "pia", {"query": f"q={text}", "deed": "request", "all": "1"}),
        ("/contracts/chosen", "pia", {"query": text, "deed": "export", "all": "1"}),
        ("/contracts/chosen", "pia", {"query": text, "deed": "owner", "contract": str(acme.contract)}),
        ("/contracts/chosen/owner", "pia", {"query": text, "contract": str(acme.contract), "owner_id": text}),
        (
            "/contracts/chosen/owner",
            "pia",
            {"query": f"q=&x={text}", "contract": str(acme.contract), "owner_id": str(town.cast.pia)},
        ),
        ("/contracts/chosen/pause", "pia", {"query": text, "contract": str(acme.contract), "reason": text}),
        ("/requests/new", "pia", {**asked, "deed": "look"}),
        ("/requests/new", "pia", {**asked, "deed": "send", f"email-{acme.vendor}": "n2@acme.example"}),
        (f"/requests/{acme.request}/contact", "pia", {"contact": text}),
        (f"/requests/{acme.request}/revoke", "pia", {"reason": text}),
        (
            f"/waivers/new/{acme.contract}",
            "pia",
            {"elements": text, "clauses": text, "reason": text, "from_on": text, "through_on": text},
        ),
        (
            f"/waivers/new/{acme.contract}",
            "pia",
            {"clauses": "SEC-1", "reason": text, "from_on": "2026-11-23", "through_on": "2026-12-31"},
        ),
        (f"/waivers/{acme.waiver}/refuse", "oscar", {"refuse-reason": text}),
        (f"/waivers/{acme.waiver}/end", "oscar", {"end-reason": text, "end-ended_on": text}),
        (f"/reviews/{acme.attestation}/accept", "oscar", decided),
        (f"/reviews/{acme.attestation}/return", "oscar", sent_back),
        (f"/attestations/{acme.attestation}/revoke", "oscar", {"revoked_on": text, "reason": text, "deed": text}),
        (
            f"/attestations/disposal/{acme.contract}",
            "pia",
            {"certified_on": "2026-11-23", "method": text, "certified_by": text},
        ),
        (f"/attestations/disposal/{acme.contract}/withdraw", "pia", {"reason": text}),
        (f"/outbox/{acme.letter}/withdraw", "pia", {"reason": text}),
        ("/account/", "pia", {"name": text, "language": text}),
        ("/account/password", "pia", {"current": text, "password": text, "again": text, "old": text, "new": text}),
        ("/account/second-factor", "pia", {"code": text}),
        ("/settings/departments", "adam", {"name": text, "manager_id": text}),
        (f"/settings/departments/{acme.department}", "adam", {"name": text, "manager_id": ""}),
        ("/settings/people/new", "adam", person),
        ("/settings/people/new", "adam", good_person),
        (f"/settings/people/{town.cast.max}", "adam", {**person, "email": "max@city.example", "roles": "manager"}),
        ("/settings/catalogue/elements/new", "adam", {"name": text, "group_name": text, "tier": text}),
        ("/settings/catalogue/elements/1", "adam", {"name": text, "group_name": text, "tier": "2"}),
        ("/settings/catalogue/subjects/new", "adam", {"name": text}),
        ("/settings/catalogue/subjects/1", "adam", {"name": text}),
        ("/settings/holidays", "adam", {"on_day": "2026-12-30", "name": text}),
        ("/settings/holidays", "adam", {"on_day": text, "name": text}),
        ("/settings/policy", "adam", policy_),
        ("/settings/reminder-steps", "adam", {"steps": text, "vendor": text, "step-1": text}),
        ("/settings/mail/test", "adam", {"email": text, "to": text}),
        ("/account/sign-in", None, {"email": text, "password": text, "next": text}),
        ("/account/forgot", None, {"email": text}),
        ("/account/second-step", None, {"code": text}),
        ("/account/reset/x", None, {"password": text}),
        ("/portal", None, {"email": text}),
        ("/portal/code", None, {"code": text}),
        ("/portal/r/x", None, {"code": text}),
    ]


def checked(answer, path, kind):
    assert answer.status_code < 500, f"{path} breaks for {kind}"
    if answer.mimetype == "text/html":
        harmless(answer.text, where=path)


@pytest.mark.parametrize("kind", list(EVERY))
def test_every_form_of_staff_takes_or_refuses_any_text_and_shows_it_as_text(town, visitors, moments, kind):
    clients = {name: visitors.person(getattr(town.cast, name)) for name in ("pia", "oscar", "adam")}
    for path, name, data in forms_of(town, EVERY[kind]):
        client = clients[name] if name else visitors.nobody()
        if name == "adam":
            moments.travel(minutes=1)
        checked(client.post(path, data=_encodable(data), follow_redirects=True), path, kind)
    for path in ("/vendors", "/contracts", f"/vendors/{town.acme.vendor}", f"/contracts/{town.acme.contract}",
                 f"/requests/{town.acme.request}", "/requests/?show=all", "/overview", "/contracts/views"):  # fmt: skip
        checked(clients["pia"].get(path), path, kind)
    for path in ("/audit/", "/audit/trail.csv", "/outbox", "/settings/people"):
        checked(clients["adam"].get(path), path, kind)


@pytest.mark.parametrize("kind", list(EVERY))
def test_every_form_of_vendors_takes_or_refuses_any_text(town, work, visitors, draft_of, kind):
    request, client = draft_of(town.acme), visitors.contact(town.cast.cora)
    answer = rows(work.session, ClauseAnswer)[0].clause_id
    work.session.rollback()
    text, path = EVERY[kind], f"/portal/requests/{request}"
    clause = f"clause_{answer}"
    answers = {"version": "1", "then": "stay", f"{clause}-answer": "agree with exception", f"{clause}-said": text,
               f"{clause}-control": text, f"{clause}-target_on": "2027-03-01"}  # fmt: skip
    for where, data in (
        ("/answers", answers),
        ("/answers", {**answers, f"{clause}-answer": text, "then": text, "version": text}),
        ("/signer", {"version": "2", "name": text, "title": text, "authority": text, "then": "next"}),
        ("/signer", {"version": text, "name": text, "title": text, "authority": text}),
        ("/send", {"signed_on": text}),
        ("/document", {"document": text}),
    ):
        checked(client.post(path + where, data=_encodable(data), follow_redirects=True), where, kind)
    name = text[:300].encode("utf-8", "replace").decode()
    upload = {"document": (BytesIO(made_pdf()), name)}
    checked(client.post(f"{path}/document", data=upload, follow_redirects=True), "/document", kind)
    for where in ("", "/answers", "/signer", "/send", "/attestation.pdf"):
        checked(client.get(path + where), where, kind)


@pytest.mark.parametrize("kind", list(EVERY))
def test_no_search_sort_filter_or_page_number_breaks_a_list(town, visitors, kind):
    text = EVERY[kind][:3000].encode("utf-8", "replace").decode()
    names = (
        "q", "sort", "page", "on", "columns", "department", "standing", "owner", "vendor", "contract", "runs_out",
        "show", "text", "actor", "action", "kind", "number", "person", "from_on", "through_on", "from", "as_of", "day",
        "state", "to", "group", "tier", "next", "format", "request",
    )  # fmt: skip
    paths = (
        "/overview", "/overview/trend.svg", "/vendors", "/contracts", "/requests/", "/requests/new", "/reviews/",
        "/reviews/decided", "/waivers/", "/audit/", "/audit/trail.csv", "/outbox", "/reminders", "/reminders/sent",
        "/reminders/letter", "/exports/status", "/requirements/", "/settings/catalogue/elements/new",
        "/contracts/new", "/onboarding/", "/onboarding/vendor", f"/contracts/{town.acme.contract}/data/copy",
        f"/contracts/{town.acme.contract}/data", f"/contracts/{town.acme.contract}", "/account/sign-in", "/portal",
    )  # fmt: skip
    client = visitors.person(town.cast.oscar)
    for path in paths:
        checked(client.get(path, query_string=dict.fromkeys(names, text)), path, kind)


def _encodable(data):
    # A browser cannot send half a character; what tries to arrives as the mark of what cannot be read.
    def sendable(value):
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value

    return {name: [sendable(v) for v in value] if isinstance(value, list) else sendable(value)
            for name, value in data.items()}  # fmt: skip


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
        assert len(parsed.get_all("To")) == 1


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
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    for path in ("/exports/status?format=csv", "/audit/trail.csv"):
        table = csv.reader(io.StringIO(client.get(path).data.decode("utf-8-sig")))
        found = [cell for row in table for cell in row if cell and cell.startswith(FORMULAS)]
        assert not [cell for cell in found if not cell.lstrip("-").replace(".", "").isdigit()], found
