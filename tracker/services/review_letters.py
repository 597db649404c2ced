"""The letters of a decision: to the contact who was asked, without the reviewer's name or note."""

from collections.abc import Sequence
from datetime import date

from tracker.mail import accepted as accepted_letter
from tracker.mail import returned as returned_letter
from tracker.mail.composed import Composed
from tracker.models.letter import Letter
from tracker.services import invitations, letters, request_links
from tracker.services.decisions import Decidable
from tracker.services.work import Work


def accepted(work: Work, taken: Decidable) -> Letter | None:
    """Write that the answer was accepted; None when nobody was asked."""
    attestation, contact = taken.attestation, taken.contact
    if contact is None or attestation.effective_on is None or attestation.expires_on is None:
        return None
    composed = accepted_letter.accepted(
        letters.city(work, contact.language),
        contact.name,
        taken.vendor_name,
        taken.number,
        invitations.contract_names(work.session, list(taken.contract_ids)),
        attestation.effective_on,
        attestation.expires_on,
    )
    return _write(work, taken, composed, "accepted")


def returned(work: Work, taken: Decidable, reasons: Sequence[str], due_on: date) -> Letter | None:
    """Write what is to be corrected, with the link that opens the request; None when nobody was asked."""
    if taken.contact is None or taken.request is None:
        return None
    composed = returned_letter.returned(
        letters.city(work, taken.contact.language),
        taken.contact.name,
        taken.vendor_name,
        taken.number,
        reasons,
        due_on,
        request_links.link(work.settings, taken.request),
    )
    return _write(work, taken, composed, "returned")


def _write(work: Work, taken: Decidable, composed: Composed, kind: str) -> Letter | None:
    contact = taken.contact
    if contact is None:
        return None
    return letters.write(
        work,
        composed,
        key=f"{kind}:{taken.attestation.id}",
        kind=kind,
        to=letters.Recipient(email=contact.email, name=contact.name, contact_id=contact.id),
        request_id=taken.request.id if taken.request else None,
        contract_ids=taken.contract_ids,
    )
