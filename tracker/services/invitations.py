"""The letter that asks: composed from the request as it stands, written under its own key."""

from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tracker.domain.record_words import LetterState
from tracker.mail.composed import Composed
from tracker.mail.invitation import invitation
from tracker.models.contact import Contact
from tracker.models.contract import Contract
from tracker.models.letter import Letter
from tracker.models.request import Request
from tracker.models.vendor import Vendor
from tracker.queries.addendum import ADDENDUM, names_asked
from tracker.services import letters, request_links, request_steps
from tracker.services.work import Work

KIND = "invitation"
LINKED = (KIND, "returned")


def write(work: Work, request: Request) -> Letter:
    """Write the next invitation of a request to its contact; `request_link` in it opens the request."""
    session = work.session
    contact = session.get_one(Contact, request.contact_id)
    contracts = request_steps.contract_ids(work, request)
    composed = invitation(
        letters.city(work, contact.language),
        contact.name,
        session.get_one(Vendor, request.vendor_id).name,
        contract_names(session, contracts),
        request.number,
        request.due_on,
        request_links.link(work.settings, request),
        request.message,
        names_asked(session, request.id) if request.kind == ADDENDUM else (),
    )
    return letters.write(
        work,
        composed,
        key=f"invitation:{request.id}:{written(session, request.id) + 1}",
        kind=KIND,
        to=letters.Recipient(email=contact.email, name=contact.name, contact_id=contact.id),
        request_id=request.id,
        contract_ids=contracts,
    )


def preview(
    work: Work,
    contact_name: str,
    vendor_id: int,
    contract_ids: list[int],
    due_on: date,
    message: str,
    language: str | None = None,
) -> Composed:
    """Return the letter as it would be sent, with a made-up number and a link that opens nothing."""
    return invitation(
        letters.city(work, language),
        contact_name,
        work.session.get_one(Vendor, vendor_id).name,
        contract_names(work.session, contract_ids),
        f"{work.today.year}-…",
        due_on,
        f"{work.settings.base_url}/portal/r/…",
        message,
    )


def withdraw_waiting(work: Work, request: Request) -> None:
    """Withdraw the letters of a request that hold its link and have not left yet."""
    work.session.execute(
        update(Letter)
        .where(Letter.request_id == request.id, Letter.kind.in_(LINKED), Letter.state.in_(sorted(letters.UNSENT)))
        .values(state=LetterState.WITHDRAWN, next_try_at=None)
    )


def written(session: Session, request_id: int, since: datetime | None = None) -> int:
    """Return how many invitations a request has had, at all or after a moment (UTC)."""
    statement = select(func.count()).where(Letter.request_id == request_id, Letter.kind == KIND)
    if since is not None:
        statement = statement.where(Letter.written_at > since)
    return session.scalars(statement).one()


def contract_names(session: Session, contract_ids: list[int]) -> list[str]:
    """Return "number title" of each contract, by number."""
    statement = select(Contract.number, Contract.title).where(Contract.id.in_(contract_ids)).order_by(Contract.number)
    return [f"{row.number} {row.title}" for row in session.execute(statement)]
