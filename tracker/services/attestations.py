"""Attestations in the making: begin or resume a draft, save answers and signer, send it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.domain.catalogue_words import Answer
from tracker.domain.facts import StepKind
from tracker.models.attestation import Attestation, AttestationContract, ClauseAnswer
from tracker.models.request import Request
from tracker.queries.attestation_draft import Draft, DraftAnswer, draft, newest_round
from tracker.services import attestation_rows, events, request_steps, requests, submissions
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

LONGEST_TEXT = 4000
OVERTAKEN = (
    "This answer was changed in another window or by another person since you opened this page. "
    "Nothing of yours was saved; it still stands below. Compare, then save again to keep yours."
)


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """The answer to one clause; `said` is the exception or the reason why it does not apply."""

    clause_id: int
    answer: Answer
    said: str = ""
    target_on: date | None = None
    control: str = ""


@dataclass(frozen=True, slots=True)
class NewSigner:
    """Who signs for the vendor, and why this person may."""

    name: str
    title: str
    authority: str


def draft_of(work: Work, request: Request) -> Attestation:
    """Return the draft of a request, begun now when there is none; after a return the next round copies the last.

    Marks the request opened. Raises RuleBroken when the request is closed, or sent and not yet reviewed.
    """
    _lock(work, request)
    newest = newest_round(work.session, request.id)
    if newest is not None and newest.submitted_at is None and request.closed_at is None:
        return newest
    _check_answerable(work, request)
    requests.open_by(work, request)
    standing = draft(work.session, request, work.today).answers if newest is None else ()
    begun = Attestation(
        vendor_id=request.vendor_id,
        request_id=request.id,
        version_id=request.version_id,
        round=newest.round + 1 if newest else 1,
        created_at=work.now,
        saved_at=work.now,
    )
    work.session.add(begun)
    work.session.flush()
    numbers = request_steps.contract_ids(work, request)
    work.session.add_all(AttestationContract(attestation_id=begun.id, contract_id=number) for number in numbers)
    if newest is not None:
        attestation_rows.copy(work.session, newest, begun)
    else:
        work.session.add_all(_standing_answers(begun, standing))
    work.session.flush()
    _record(work, begun, "begun", f"began to answer request {request.number}, round {begun.round}")
    return begun


def save_answers(
    work: Work, attestation: Attestation, answers: Sequence[NewAnswer], version: int | None = None
) -> Attestation:
    """Put these answers in the place of all answers of a draft; a clause left out is unanswered again.

    Unfinished ones are kept too: only sending asks for completeness. `version` is the row_version that was shown
    (None: do not compare). Raises Conflict when somebody else saved something different since, RuleBroken on a
    clause that does not apply or a text that is too long.
    """
    _check_draft(attestation)
    applicable = {row.clause_id: row.code for row in _draft(work, attestation).answers}
    for new in answers:
        if new.clause_id not in applicable:
            raise RuleBroken("", "One of the clauses does not apply to these contracts any more; load the page again.")
        if max(len(new.said), len(new.control)) > LONGEST_TEXT:
            raise RuleBroken(applicable[new.clause_id], f"Write at most {LONGEST_TEXT} characters.")
    wanted = {new.clause_id: new for new in answers}
    if not attestation_rows.differ(work.session, attestation.id, wanted):
        return attestation
    _check_version(attestation, version)
    attestation_rows.put(work.session, attestation.id, wanted)
    _saved(work, attestation, f"saved answers to {len(wanted)} of {len(applicable)} clauses")
    return attestation


def agree_to_rest(work: Work, attestation: Attestation) -> int:
    """Agree to every clause that has no answer yet; return how many those were."""
    _check_draft(attestation)
    rows = _draft(work, attestation).answers
    added = [row.clause_id for row in rows if row.answer is None]
    answers = [ClauseAnswer(attestation_id=attestation.id, clause_id=i, answer=Answer.AGREE) for i in added]
    return _add(work, attestation, answers, "agreed to the {count} clauses that had no answer yet")


def reuse_past(work: Work, attestation: Attestation) -> int:
    """Answer the clauses that have no answer yet as in the vendor's last accepted attestation; return how many.

    A target day that has passed is left out, so that the vendor names a new one.
    """
    _check_draft(attestation)
    answers = [
        ClauseAnswer(
            attestation_id=attestation.id,
            clause_id=row.clause_id,
            answer=row.past.answer,
            text=row.past.said,
            target_on=row.past.target_on if row.past.target_on and row.past.target_on >= work.today else None,
            control=row.past.control,
        )
        for row in _draft(work, attestation).answers
        if row.answer is None and row.past is not None
    ]
    return _add(work, attestation, answers, "took over {count} answers of the last accepted attestation")


def save_signer(work: Work, attestation: Attestation, new: NewSigner, version: int | None = None) -> Attestation:
    """Keep who signs; a draft may leave parts empty. Raises Conflict like `save_answers`."""
    _check_draft(attestation)
    before = (attestation.signer_name, attestation.signer_title, attestation.signer_authority)
    wanted = (new.name.strip(), new.title.strip(), new.authority.strip())
    if before == wanted:
        return attestation
    _check_version(attestation, version)
    attestation.signer_name, attestation.signer_title, attestation.signer_authority = wanted
    _saved(work, attestation, f"named {wanted[0] or 'nobody'} as the person who signs")
    return attestation


def submit(work: Work, attestation: Attestation, signed_on: date | None = None) -> Attestation:
    """Send a draft to the city: freeze what it names, record the step, write the receipt. Twice is once.

    `signed_on` is the day written beside the signature (None: the city's day). Raises RuleBroken on `answers`,
    `signer`, `document` or `signed_on` with what is still missing.
    """
    request = work.session.get_one(Request, attestation.request_id)
    _lock(work, request)
    work.session.refresh(attestation)
    if attestation.submitted_at is not None:
        return attestation
    _check_answerable(work, request)
    shown = _draft(work, attestation)
    submissions.check(shown, signed_on, work.today)
    submissions.check_signed(work, request, shown)
    submissions.freeze(work, attestation, shown)
    attestation.signed_on = signed_on or work.today
    attestation.submitted_at = work.now
    attestation.submitted_by_id = work.actor.id if work.actor.kind == "contact" else None
    work.session.flush()
    request_steps.add(work, request, StepKind.SUBMITTED)
    sentence = f"answered request {request.number}, signed by {attestation.signer_name}"
    _record(work, attestation, "submitted", sentence, submissions.sealed(shown))
    submissions.write_receipt(work, request, attestation, shown)
    return attestation


def _standing_answers(begun: Attestation, rows: Sequence[DraftAnswer]) -> list[ClauseAnswer]:
    """What the vendor answered before to clauses that read the same in the version asked for now."""
    return [
        ClauseAnswer(
            attestation_id=begun.id,
            clause_id=row.clause_id,
            answer=row.answer,
            text=row.said,
            target_on=row.target_on,
            control=row.control,
        )
        for row in rows
        if row.answer is not None
    ]


def _draft(work: Work, attestation: Attestation) -> Draft:
    return draft(work.session, work.session.get_one(Request, attestation.request_id), work.today)


def _lock(work: Work, request: Request) -> None:
    # A double click: the second waits here, and then finds what the first has done.
    work.session.execute(select(Request.id).where(Request.id == request.id).with_for_update())
    work.session.refresh(request)


def _check_answerable(work: Work, request: Request) -> None:
    if request.closed_at is not None:
        raise RuleBroken("", f"Request {request.number} is closed; there is nothing to answer any more.")
    if request_steps.last_kind(work, request) is StepKind.SUBMITTED:
        raise RuleBroken("", f"Your answer to request {request.number} was sent and is being reviewed.")


def _check_draft(attestation: Attestation) -> None:
    if attestation.submitted_at is not None:
        raise RuleBroken("", "This answer was sent and cannot be changed any more.")


def _check_version(attestation: Attestation, version: int | None) -> None:
    if version is not None and version != attestation.row_version:
        raise Conflict("", OVERTAKEN)


def _add(work: Work, attestation: Attestation, answers: Sequence[ClauseAnswer], sentence: str) -> int:
    if answers:
        work.session.add_all(answers)
        _saved(work, attestation, sentence.format(count=len(answers)))
    return len(answers)


def _saved(work: Work, attestation: Attestation, sentence: str) -> None:
    attestation.saved_at = work.now
    work.session.flush()
    _record(work, attestation, "saved", sentence)


def _record(
    work: Work, attestation: Attestation, deed: str, sentence: str, details: dict[str, str] | None = None
) -> None:
    subjects: list[events.Subject] = [("attestation", attestation.id), ("vendor", attestation.vendor_id)]
    if attestation.request_id is not None:
        subjects.append(("request", attestation.request_id))
    if deed == "submitted":
        subjects += [("contract", number) for number in attestation_rows.contract_ids(work.session, attestation.id)]
    events.record(work, f"attestation:{deed}", sentence, *subjects, details=dict(details or {}))
