"""Requests of the sample city and what became of them: opened, answered on paper, accepted, returned, revoked."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta

from tracker.documents.attestation_form import attestation_form
from tracker.documents.intake import MEGABYTE, PDF
from tracker.documents.page_count import page_count
from tracker.documents.signatures.sample import Signer
from tracker.domain.catalogue_words import Answer
from tracker.domain.checklist import Check
from tracker.models.attestation import Attestation
from tracker.models.request import Request
from tracker.models.waiver import Waiver
from tracker.queries.addendum import difference
from tracker.queries.attestation_draft import draft
from tracker.services import (
    acceptances,
    addenda,
    attestations,
    disposals,
    documents,
    reminders,
    requests,
    reviews,
    revocations,
    sample_city_signing,
    waivers,
)
from tracker.services.addenda import NewAddendum
from tracker.services.attestations import NewAnswer, NewSigner
from tracker.services.disposals import NewDisposal
from tracker.services.documents import NewDocument
from tracker.services.requests import NewRequest
from tracker.services.reviews import Acceptance, Returning
from tracker.services.revocations import Revocation
from tracker.services.sample_city_scene import Scene, Told
from tracker.services.waivers import NewWaiver
from tracker.services.work import Work

SEEN = "The paper was signed by hand; the signer is known to us."


@dataclass(slots=True)
class Turn:
    """One step of a vendor's story and the rows that it made so far."""

    scene: Scene
    step: Told
    request: Request | None = None
    attestation: Attestation | None = None
    waiver: Waiver | None = None

    def the_request(self) -> Request:
        """Return the request of this turn."""
        if self.request is None:
            raise LookupError("The sample city answers before it is asked.")
        return self.request

    def the_answer(self) -> Attestation:
        """Return the answer of this turn."""
        if self.attestation is None:
            raise LookupError("The sample city reviews before it is answered.")
        return self.attestation


def ask(turn: Turn, work: Work) -> None:
    """Ask the vendor's signer for an attestation."""
    scene = turn.scene
    numbers = scene.chosen(turn.step)
    contact = scene.the_signer()
    vendor_id = scene.contracts[numbers[0]].vendor_id
    ids = tuple(scene.contracts[number].id for number in numbers)
    turn.request = requests.send(work, NewRequest(vendor_id, ids, contact.id))


def open_(turn: Turn, work: Work) -> None:
    """Let the signer open the request."""
    requests.open_by(work, turn.the_request())


def answer(turn: Turn, work: Work) -> None:
    """Let the signer answer every clause, sign, upload and send."""
    contact, request = turn.scene.the_signer(), turn.the_request()
    turn.attestation = attestation = attestations.draft_of(work, request)
    if "exception" in turn.step:
        attestations.save_answers(work, attestation, [_exception(turn, work)])
    attestations.agree_to_rest(work, attestation)
    authority = f"As {contact.title} I may sign for the company."
    attestations.save_signer(work, attestation, NewSigner(contact.name, contact.title, authority))
    sample_city_signing.judge(work, documents.receive(work, attestation, _paper(turn, work)))
    attestations.submit(work, attestation)


def _exception(turn: Turn, work: Work) -> NewAnswer:
    told = turn.step["exception"]
    clauses = {row.code: row.clause_id for row in draft(work.session, turn.the_request(), work.today).answers}
    return NewAnswer(
        clauses[told["clause"]],
        Answer.AGREE_WITH_EXCEPTION,
        told["text"],
        turn.scene.city.work.today + timedelta(days=told["target"]),
        told["control"],
    )


def _paper(turn: Turn, work: Work) -> NewDocument:
    request, contact = turn.the_request(), turn.scene.the_signer()
    text = draft(work.session, request, work.today).text
    made = attestation_form(work.settings.city_name, text, work.today)
    how, signer = turn.step.get("signature", "typed"), Signer(contact.name, text.vendor, contact.email)
    pdf = sample_city_signing.sign(work, turn.scene.city.authority, how, made, signer)
    stored = turn.scene.city.store.put(io.BytesIO(pdf), work.settings.upload_limit_mb * MEGABYTE)
    return NewDocument(stored.digest, stored.size, f"Attestation {request.number} signed.pdf", PDF, page_count(pdf))


def ask_addendum(turn: Turn, work: Work) -> None:
    """Ask the vendor's signer about the elements that no attestation names."""
    for number in turn.scene.chosen(turn.step):
        contract = turn.scene.contracts[number]
        elements = difference(work.session, contract.id, work.today).elements
        new = NewAddendum(tuple(element.id for element in elements), turn.scene.the_signer().id)
        turn.request = addenda.send(work, contract, new)


def accept(turn: Turn, work: Work) -> None:
    """Accept the answer, in force from the day that the story names."""
    reviews.accept(work, turn.the_answer(), _acceptance(turn, work, SEEN))
    turn.scene.accepted = turn.the_answer()


def propose(turn: Turn, work: Work) -> None:
    """Propose to accept what a second person must look at, for the reason that the story names."""
    acceptances.propose(work, turn.the_answer(), _acceptance(turn, work, turn.step["reason"]))


def _acceptance(turn: Turn, work: Work, reason: str) -> Acceptance:
    effective_on = turn.scene.city.work.today + timedelta(days=turn.step["on"])
    expires_on = reviews.terms_of(work, turn.the_answer()).expiry(effective_on)
    return Acceptance(effective_on, expires_on, checklist=tuple(Check), reason=reason)


def return_(turn: Turn, work: Work) -> None:
    """Return the answer with the reasons that the story names."""
    reasons = tuple((code, "") for code in turn.step["reasons"])
    reviews.return_(work, turn.the_answer(), Returning(reasons, reviews.proposed_due_on(work)))


def revoke(turn: Turn, work: Work) -> None:
    """Revoke the vendor's last accepted attestation."""
    if turn.scene.accepted is None:
        raise LookupError("The sample city revokes what was never accepted.")
    revocations.revoke(work, turn.scene.accepted, Revocation(work.today, turn.step["reason"]))


def ask_waiver(turn: Turn, work: Work) -> None:
    """Ask for a waiver."""
    step, city = turn.step, turn.scene.city
    elements = tuple(city.elements[code] for code in step.get("elements", ()))
    through_on = city.work.today + timedelta(days=step["through"])
    new = NewWaiver(elements, tuple(step.get("clauses", ())), step["reason"], work.today, through_on)
    turn.waiver = waivers.ask(work, turn.scene.contracts[turn.scene.chosen(step)[0]], new)


def approve_waiver(turn: Turn, work: Work) -> None:
    """Approve the waiver of this turn."""
    if turn.waiver is not None:
        waivers.approve(work, turn.waiver)


def certify(turn: Turn, work: Work) -> None:
    """Record the certificates that the data was destroyed."""
    method = "Deleted from all systems; backups were overwritten after 30 days."
    for number in turn.scene.chosen(turn.step):
        new = NewDisposal(work.today, method, turn.scene.the_signer().name)
        disposals.record(work, turn.scene.contracts[number], new)


def pause(turn: Turn, work: Work) -> None:
    """Pause reminders to the vendor."""
    if turn.scene.vendor is not None:
        reminders.pause(work, turn.scene.vendor, turn.step["reason"])
