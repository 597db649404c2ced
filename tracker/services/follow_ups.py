"""Follow-ups: an accepted exception gets a day on which somebody looks at it again."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select

from tracker.domain.catalogue_words import Answer
from tracker.domain.days import day_words
from tracker.domain.expiry import plus_months
from tracker.models.attestation import Attestation, AttestationContract, ClauseAnswer
from tracker.models.requirement import Clause
from tracker.models.review import FollowUp
from tracker.services import events, obligation_index, reminder_endings
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

USUAL_DAYS = 90
"""After how many days an exception without a target day is looked at again."""
LATEST_MONTHS = 24
LONGEST_NOTE = 5000
OVERTAKEN = "A newer attestation answers this clause."


def proposed(target_on: date | None, today: date) -> date:
    """Return the day proposed for an exception: the vendor's target day, if it lies ahead, else in 90 days."""
    return target_on if target_on is not None and target_on >= today else today + timedelta(days=USUAL_DAYS)


def field_of(clause_id: int) -> str:
    """Return the name of the field with the day of a clause's exception."""
    return f"follow-up-{clause_id}"


def begin(work: Work, attestation: Attestation, days: Mapping[int, date] | None = None) -> list[FollowUp]:
    """Set the days of the exceptions of an attestation that is being accepted; ends those that it overtakes.

    `days` holds what the reviewer chose, by clause id; what is left out gets the proposed day. Raises RuleBroken on
    `field_of(clause_id)` for a day that has passed or lies more than two years ahead.
    """
    chosen = days or {}
    answers = select(ClauseAnswer.clause_id, ClauseAnswer.target_on).where(
        ClauseAnswer.attestation_id == attestation.id, ClauseAnswer.answer == Answer.AGREE_WITH_EXCEPTION
    )
    _overtake(work, attestation)
    begun = []
    for row in work.session.execute(answers.order_by(ClauseAnswer.clause_id)).all():
        due_on = chosen.get(row.clause_id) or proposed(row.target_on, work.today)
        _check_day(work, due_on, field_of(row.clause_id))
        follow_up = FollowUp(
            attestation_id=attestation.id, clause_id=row.clause_id, due_on=due_on, set_at=work.now, note=""
        )
        work.session.add(follow_up)
        work.session.flush()
        obligation_index.follow_up_changed(work, follow_up)
        _record(work, follow_up, "set", "will look again at", f" on {day_words(due_on)}")
        begun.append(follow_up)
    return begun


def done(work: Work, follow_up: FollowUp, note: str) -> FollowUp:
    """Note what became of an exception; nobody is reminded of it any more.

    Raises RuleBroken on `note` without one, Conflict when it was done meanwhile.
    """
    _take(work, follow_up)
    _check_words(note, "note")
    _end(work, follow_up, note.strip())
    _record(work, follow_up, "done", "looked again at", f": {follow_up.note}")
    return follow_up


def extend(work: Work, follow_up: FollowUp, due_on: date, reason: str) -> FollowUp:
    """Move the day of an exception, for a reason; its reminders begin anew.

    Raises RuleBroken on `due_on` for the same day, one that has passed or one more than two years ahead, on `reason`
    without one; Conflict when it was done meanwhile.
    """
    _take(work, follow_up)
    if due_on == follow_up.due_on:
        raise RuleBroken("due_on", "It stands on this day already.")
    _check_day(work, due_on, "due_on")
    _check_words(reason, "reason")
    before, near = follow_up.due_on, reminder_endings.before_follow_up(work, follow_up.id)
    follow_up.due_on, follow_up.set_at = due_on, work.now
    work.session.flush()
    reminder_endings.explain(work, near)
    obligation_index.follow_up_changed(work, follow_up)
    details = events.changes({"due_on": before}, {"due_on": due_on})
    after = f" to {day_words(due_on)}: {reason.strip()}"
    _record(work, follow_up, "extended", "moved the look at", after, details)
    return follow_up


def end_all(work: Work, attestation: Attestation, note: str) -> None:
    """End the follow-ups of an attestation that does not count any more."""
    open_ones = select(FollowUp).where(FollowUp.attestation_id == attestation.id, FollowUp.done_at.is_(None))
    for follow_up in work.session.scalars(open_ones).all():
        _end(work, follow_up, note)
        _record(work, follow_up, "ended", "ended the look at", f": {note}")


def _overtake(work: Work, attestation: Attestation) -> None:
    """End the follow-ups of earlier attestations to clauses that this one answers for all of their contracts."""
    answered = select(Clause.code).join(ClauseAnswer, ClauseAnswer.clause_id == Clause.id)
    codes = set(work.session.scalars(answered.where(ClauseAnswer.attestation_id == attestation.id)))
    covered = _contracts(work, attestation.id)
    earlier = (
        select(FollowUp, Clause.code)
        .join(Clause, Clause.id == FollowUp.clause_id)
        .join(Attestation, Attestation.id == FollowUp.attestation_id)
        .where(Attestation.vendor_id == attestation.vendor_id, Attestation.id != attestation.id)
        .where(FollowUp.done_at.is_(None))
    )
    for follow_up, code in work.session.execute(earlier).all():
        if code in codes and _contracts(work, follow_up.attestation_id) <= covered:
            _end(work, follow_up, OVERTAKEN)
            _record(work, follow_up, "ended", "ended the look at", f": {OVERTAKEN}")


def _end(work: Work, follow_up: FollowUp, note: str) -> None:
    near = reminder_endings.before_follow_up(work, follow_up.id)
    follow_up.done_at, follow_up.note = work.now, note
    follow_up.done_by_id = work.actor.id if work.actor.kind == "person" else None
    work.session.flush()
    reminder_endings.explain(work, near)
    obligation_index.follow_up_changed(work, follow_up)


def _take(work: Work, follow_up: FollowUp) -> None:
    work.session.refresh(follow_up, with_for_update=True)
    if follow_up.done_at is not None:
        raise Conflict("", f"Somebody noted what became of it on {day_words(work.clock.day_of(follow_up.done_at))}.")


def _check_day(work: Work, due_on: date, field: str) -> None:
    if due_on < work.today:
        raise RuleBroken(field, "Choose today or a later day.")
    if due_on > plus_months(work.today, LATEST_MONTHS):
        raise RuleBroken(field, "Choose a day within two years.")


def _check_words(words: str, field: str) -> None:
    if not words.strip():
        raise RuleBroken(field, "Say what became of it." if field == "note" else "Say why.")
    if len(words) > LONGEST_NOTE:
        raise RuleBroken(field, f"Shorten this to {LONGEST_NOTE:,} characters.")


def _contracts(work: Work, attestation_id: int) -> set[int]:
    covered = select(AttestationContract.contract_id).where(AttestationContract.attestation_id == attestation_id)
    return set(work.session.scalars(covered))


def _record(
    work: Work,
    follow_up: FollowUp,
    deed: str,
    verb: str,
    after: str,
    details: dict[str, list[object]] | None = None,
) -> None:
    attestation = work.session.get_one(Attestation, follow_up.attestation_id)
    code = work.session.get_one(Clause, follow_up.clause_id).code
    contracts = [("contract", number) for number in sorted(_contracts(work, attestation.id))]
    subjects = [("follow-up", follow_up.id), ("attestation", attestation.id), ("vendor", attestation.vendor_id)]
    sentence = f"{verb} the exception to clause {code}{after}"
    events.record(work, f"follow-up:{deed}", sentence, *subjects, *contracts, details=details)
