"""The city's policy: a new row is added for each change, so that every earlier policy can be read."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from email_validator import EmailNotValidError, validate_email

from tracker.domain.reminder_policy import ObligationKind, Step
from tracker.domain.reminder_scope import Scope, Steps, read_steps
from tracker.domain.reminder_step_words import KIND_WORDS, distance_words, scope_words, step_changes
from tracker.models.policy import PolicyRow
from tracker.queries.policies import set_names
from tracker.queries.policy import newest
from tracker.services import events, obligation_index, recount
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

FURTHEST_DAYS = 3650
BOUNDS = {
    "notice_days": (0, 365),
    "request_due_days": (1, 365),
    "breach_notice_hours": (1, 720),
    "disposal_days": (0, FURTHEST_DAYS),
    "digest_hour": (0, 23),
}
LONGEST_TERM_MONTHS = 120
TIERS = ("1", "2", "3", "4")


@dataclass(frozen=True, slots=True)
class NewPolicy:
    """What the city decides for all contracts; `term_months` maps the tier ("1" to "4") to months."""

    notice_days: int
    term_months: dict[str, int]
    request_due_days: int
    breach_notice_hours: int
    disposal_days: int
    digest_hour: int
    reminder_steps: Steps
    heartbeat_to: str = ""


def in_force(row: PolicyRow) -> NewPolicy:
    """Return a policy row as the value that a change of it starts from."""
    return NewPolicy(
        notice_days=row.notice_days,
        term_months=dict(row.term_months),
        request_due_days=row.request_due_days,
        breach_notice_hours=row.breach_notice_hours,
        disposal_days=row.disposal_days,
        digest_hour=row.digest_hour,
        reminder_steps=read_steps(row.reminder_steps),
        heartbeat_to=row.heartbeat_to,
    )


def record(work: Work, new: NewPolicy, based_on: int) -> bool:
    """Put a new policy in force; spans are built again when the notice period changed.

    Returns False when there are so many contracts that a job refreshes them. Raises RuleBroken,
    and Conflict when `based_on` is not the row in force any more.
    """
    present = newest(work.session)
    if present.id != based_on:
        raise Conflict("", "Somebody else changed the policy meanwhile. Look at the new state and try again.")
    _check(new)
    before, after = _json(in_force(present)), _json(new)
    changed = events.changes(before, after)
    if not changed:
        raise RuleBroken("", "Nothing was changed.")
    by = work.actor.id if work.actor.kind == "person" else None
    row = PolicyRow(**after, recorded_at=work.now, recorded_by_id=by)
    work.session.add(row)
    work.session.flush()
    sentence = _sentence(work, changed, in_force(present), new)
    events.record(work, "policy:changed", sentence, ("policy", row.id), details=changed)
    if "reminder_steps" in changed:
        obligation_index.touch_all(work)
    return recount.refresh_all(work) if "notice_days" in changed else True


def _check(new: NewPolicy) -> None:
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(new, name) <= most:
            raise RuleBroken(name, f"Type a number from {least} to {most}.")
    for tier in TIERS:
        if not 1 <= new.term_months.get(tier, 0) <= LONGEST_TERM_MONTHS:
            raise RuleBroken(f"term_months_{tier}", f"Type a number of months from 1 to {LONGEST_TERM_MONTHS}.")
    if new.heartbeat_to:
        try:
            validate_email(new.heartbeat_to, check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            raise RuleBroken("heartbeat_to", "Type an e-mail address, or leave it empty.") from error
    for (scope, kind), told in new.reminder_steps.own.items():
        check_steps(scope, kind, told)


def check_steps(scope: Scope, kind: ObligationKind, told: Iterable[Step]) -> None:
    """Raise RuleBroken, with the kind as its field, when the steps of a scope make no sense."""
    seen = set()
    where = f"{KIND_WORDS[kind]} ({scope_words(scope)})"
    for step in told:
        if step.days in seen:
            raise RuleBroken(kind, f"There are two steps {distance_words(step.days)} when {where}; join them.")
        if not step.told:
            raise RuleBroken(kind, f"Say who is told {distance_words(step.days)} when {where}.")
        if abs(step.days) > FURTHEST_DAYS:
            raise RuleBroken(kind, f"{distance_words(step.days)} is too far away for a reminder.")
        seen.add(step.days)


def _sentence(work: Work, changed: Iterable[str], before: NewPolicy, after: NewPolicy) -> str:
    names = [name.replace("_", " ") for name in changed if name != "reminder_steps"]
    told = step_changes(before.reminder_steps, after.reminder_steps, set_names(work.session))
    parts = [f"changed the policy: {', '.join(names)}"] if names else []
    if told:
        parts.append(f"changed the reminder steps: {'. '.join(told)}")
    return "; ".join(parts)


def _json(policy: NewPolicy) -> dict[str, Any]:
    plain = {field.name: getattr(policy, field.name) for field in fields(policy)}
    return {**plain, "reminder_steps": policy.reminder_steps.to_json()}
