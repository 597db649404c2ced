"""All requests of the contact, and the first page of one: what the city shares, or how far it has come."""

from email.utils import parseaddr

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.models.request import Request
from tracker.queries.attestation_draft import newest_round
from tracker.queries.documents import documents_of
from tracker.queries.portal_requests import PortalRequest, deficiencies, requests_of
from tracker.web.context import session, settings, the_contact
from tracker.web.permissions import for_contacts
from tracker.web.portal.asking import Asked, the_asked
from tracker.web.portal.blueprint import bp


@bp.get("/requests")
@for_contacts
def home() -> ResponseReturnValue:
    found = requests_of(session(), the_contact().id)
    todo = [row for row in found if row.state.answerable]
    return render_template("portal/home.html", todo=todo, rest=[row for row in found if not row.state.answerable])


@bp.get("/requests/<int:request_id>")
@for_contacts
def asked(request_id: int) -> ResponseReturnValue:
    found = the_asked(request_id)
    if not found.shown.state.answerable:
        return _outcome(found)
    return render_template("portal/shared.html", asked=found, reasons=deficiencies(session(), request_id))


def to_request(shown: PortalRequest | Request) -> ResponseReturnValue:
    """Send the browser to the first page of a request."""
    return redirect(url_for("portal.asked", request_id=shown.id), 303)


def _outcome(found: Asked) -> ResponseReturnValue:
    sent = newest_round(session(), found.row.id)
    documents = documents_of(session(), sent.id) if sent else ()
    write_to = parseaddr(settings().mail_from)[1]
    return render_template("portal/outcome.html", asked=found, sent=sent, documents=documents, write_to=write_to)
