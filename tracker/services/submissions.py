"""Sending an answer: what must be complete, what is frozen, and the receipt."""

from datetime import date

from tracker.domain.answers_digest import GivenAnswer, answers_digest
from tracker.domain.record_words import ScanState
from tracker.mail.receipt import receipt
from tracker.models.attestation import Attestation, AttestationElement
from tracker.models.contact import Contact
from tracker.models.request import Request
from tracker.queries.attestation_draft import Draft
from tracker.queries.signature_kinds import shortfall_of
from tracker.services import attestation_rows, letters
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

CHANGED = (
    "Your answers, the signer or what the city asks changed after you uploaded this document, so it is not the text "
    "that you are sending. Download the attestation again, sign it, and upload it in the place of this one."
)
NOT_USABLE = "The document that you uploaded cannot be accepted. Upload another one in its place."


def check(shown: Draft, signed_on: date | None, today: date) -> None:
    """Raise RuleBroken on `answers`, `signer`, `document` or `signed_on` while something is missing."""
    check_ready(shown, today)
    if shown.document is None:
        raise RuleBroken("document", "Sign on screen, or upload the signed document first.")
    if shown.document.scan in {ScanState.INFECTED, ScanState.REFUSED}:
        raise RuleBroken("document", NOT_USABLE)
    if shown.document.text_digest != shown.text.digest():
        raise RuleBroken("document", CHANGED)
    if signed_on is not None and signed_on > today:
        raise RuleBroken("signed_on", "This day lies ahead; give the day written beside the signature.")


def check_signed(work: Work, request: Request, shown: Draft) -> None:
    """Raise RuleBroken on `document` when the way in which it is signed does not suffice for the requirements.

    What was not checked yet is let through; the reviewer reads it then.
    """
    short = shortfall_of(work.session, shown.document.id, request.version_id) if shown.document else ""
    if short:
        raise RuleBroken("document", f"{short} Sign it so, and upload it in the place of this one.")


def check_ready(shown: Draft, today: date) -> None:
    """Raise RuleBroken on `answers` or `signer` while the text is not ready to be signed."""
    if not shown.asks_something:
        raise RuleBroken("answers", "These contracts share no personal data any more; there is nothing to answer.")
    open_count = sum(answer.lacks(today) is not None for answer in shown.answers)
    if open_count:
        words = "1 clause needs" if open_count == 1 else f"{open_count} clauses need"
        raise RuleBroken("answers", f"{words} an answer, or a word about the exception.")
    if shown.signer_lacks is not None:
        raise RuleBroken("signer", shown.signer_lacks.sentence)


def freeze(work: Work, attestation: Attestation, shown: Draft) -> None:
    """Name, per contract, the personal elements shared today or later; keep only the answers that were asked for."""
    attestation_rows.keep_only(work.session, attestation.id, {answer.clause_id for answer in shown.answers})
    named = {(contract.id, line.element_id) for contract in shown.contracts for line in contract.personal}
    work.session.add_all(
        AttestationElement(attestation_id=attestation.id, contract_id=contract_id, element_id=element_id)
        for contract_id, element_id in sorted(named)
    )
    work.session.flush()


def sealed(shown: Draft) -> dict[str, str]:
    """Return the digests of the text and of the answers, for the event that is sealed: none can be changed unseen."""
    given = (
        GivenAnswer(one.code, one.answer, one.said, one.target_on, one.control) for one in shown.answers if one.answer
    )
    return {"text digest": shown.text.digest(), "answers": answers_digest(given)}


def write_receipt(work: Work, request: Request, attestation: Attestation, shown: Draft) -> None:
    """Write the receipt with the digest of what was received, to the contact that was asked."""
    contact = work.session.get_one(Contact, request.contact_id)
    files = [(shown.document.name, shown.document.size, shown.document.digest)] if shown.document else []
    received = work.now.astimezone(work.settings.zone)
    letters.write(
        work,
        receipt(letters.city(work, contact.language), contact.name, shown.vendor_name, request.number, files, received),
        key=f"receipt:{attestation.id}",
        kind="receipt",
        to=letters.Recipient(email=contact.email, name=contact.name, contact_id=contact.id),
        request_id=request.id,
        contract_ids=attestation_rows.contract_ids(work.session, attestation.id),
    )
