"""What every page of one request needs: the request, if it is the contact's, and where its steps lead."""

from dataclasses import dataclass

from flask import abort, url_for
from flask_babel import gettext as _

from tracker.models.request import Request
from tracker.queries.attestation_draft import Draft, draft
from tracker.queries.portal_requests import PortalRequest, request_of
from tracker.web.context import clock, session, the_contact


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of this contact, as row and as draft."""

    shown: PortalRequest
    row: Request
    draft: Draft

    def steps(self) -> list[tuple[str, str]]:
        """The labels and addresses of the four steps."""
        count = _("%(done)d of %(all)d", done=self.draft.answered, all=len(self.draft.answers))
        return [
            (_("What the city shares"), url_for("portal.asked", request_id=self.row.id)),
            (_("Your answers") + f" {count}", url_for("portal.answers", request_id=self.row.id)),
            (_("Who signs"), url_for("portal.signer", request_id=self.row.id)),
            (_("Sign and send"), url_for("portal.sending", request_id=self.row.id)),
        ]


def the_request(request_id: int) -> PortalRequest:
    """The contact's request; another's answers 404 exactly like one that does not exist."""
    shown = request_of(session(), the_contact().id, request_id)
    if shown is None:
        abort(404)
    return shown


def the_asked(request_id: int) -> Asked:
    """The contact's request with its draft."""
    shown = the_request(request_id)
    row = session().get_one(Request, request_id)
    return Asked(shown, row, draft(session(), row, clock().today()))


def answerable(request_id: int) -> Asked | None:
    """The contact's request with its draft while there is something to answer, else None."""
    asked = the_asked(request_id)
    return asked if asked.shown.state.answerable else None
