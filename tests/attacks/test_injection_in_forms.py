"""Whatever is typed into a form, a search or an address is taken or refused, and shown as text: nothing breaks."""

from io import BytesIO

import pytest

from tests.attacks.nasty import EVERY
from tests.attacks.test_injection import harmless
from tests.attacks.typed_forms import forms_of
from tests.cast import rows
from tests.portal.conftest import made_pdf
from tracker.models.attestation import ClauseAnswer


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
    for path in ("/audit/", "/exports/audit?format=csv", "/outbox", "/settings/people"):
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
        "/reviews/decided", "/waivers/", "/audit/", "/exports/audit", "/outbox", "/reminders",
        "/imports/", "/exports/files", "/reminders/sent", "/reminders/letter", "/exports/status", "/requirements/",
        "/settings/catalogue/elements/new",
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
