"""The letter that asks a vendor for another document."""

from tracker.domain.record_words import ScanState
from tracker.mail.notice import notice
from tracker.models.attestation import Attestation
from tracker.models.contact import Contact
from tracker.models.document import Document
from tracker.models.letter import Letter
from tracker.models.request import Request
from tracker.services import letters, request_links
from tracker.services.work import Work


def another_wanted(work: Work, document: Document, attestation: Attestation) -> Letter | None:
    """Write that a document was not accepted and what to do, with the link; None when nobody was asked."""
    request = work.session.get(Request, attestation.request_id) if attestation.request_id is not None else None
    if request is None:
        return None
    contact = work.session.get_one(Contact, request.contact_id)
    composed = notice(
        letters.city(work, contact.language),
        contact.name,
        f"another document is needed for request {request.number}",
        _paragraphs(document, sent=attestation.submitted_at is not None),
        "Open the request",
        request_links.link(work.settings, request),
    )
    to = letters.Recipient(email=contact.email, name=contact.name, contact_id=contact.id)
    key = f"document:{document.id}:{document.scan}"
    return letters.write(work, composed, key=key, kind="notice", to=to, request_id=request.id)


def _paragraphs(document: Document, *, sent: bool) -> list[str]:
    if document.scan == ScanState.INFECTED:
        why = f"Our virus scanner found {document.scan_words} in “{document.name}”, the document that you uploaded."
    else:
        why = f"“{document.name}”, the document that you uploaded, cannot be accepted. {document.scan_words}"
    what = (
        "Nobody is given the file. The city will return your answer to you, so that you can send another document."
        if sent
        else "Nobody is given the file. Please upload another document in its place."
    )
    return [why, what]
