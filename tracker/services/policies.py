"""The city's policy: a new row is added for each change, so that every earlier policy can be read."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from tracker.domain.reminder_policy import Step, steps_from_json, steps_to_json
from tracker.models.policy import PolicyRow
from tracker.queries.policy import newest
from tracker.services import events, recount
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
    reminder_steps: tuple[Step, ...]


def in_force(row: PolicyRow) -> NewPolicy:
    """Return a policy row as the value that a change of it starts from."""
    return NewPolicy(
        notice_days=row.notice_days,
        term_months=dict(row.term_months),
        request_due_days=row.request_due_days,
        breach_notice_hours=row.breach_notice_hours,
        disposal_days=row.disposal_days,
        digest_hour=row.digest_hour,
        reminder_steps=steps_from_json(row.reminder_steps),
    )


def record(work: Work, new: NewPolicy, based_on: int) -> bool:
    """Put a new policy in force; spans are built again when the notice period changed.

    Returns False when there are so many contracts that `tracker timeline rebuild` must follow. Raises RuleBroken,
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
    names = ", ".join(name.replace("_", " ") for name in changed)
    events.record(work, "policy:changed", f"changed the policy: {names}", ("policy", row.id), details=changed)
    return recount.refresh_all_if_few(work) if "notice_days" in changed else True


def with_steps(policy: NewPolicy, steps: tuple[Step, ...]) -> NewPolicy:
    """Return the policy with other reminder steps, by obligation and day."""
    return replace(policy, reminder_steps=tuple(sorted(steps, key=lambda step: (step.kind, step.days))))


def _check(new: NewPolicy) -> None:
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(new, name) <= most:
            raise RuleBroken(name, f"Type a number from {least} to {most}.")
    for tier in TIERS:
        if not 1 <= new.term_months.get(tier, 0) <= LONGEST_TERM_MONTHS:
            raise RuleBroken(f"term_months_{tier}", f"Type a number of months from 1 to {LONGEST_TERM_MONTHS}.")
    seen = set()
    for step in new.reminder_steps:
        if (step.kind, step.days) in seen:
            raise RuleBroken("", f"There are two steps of {step.kind} at {step.days} days; join them.")
        if not step.told:
            raise RuleBroken("", f"Say who is told at the step of {step.kind} at {step.days} days.")
        if abs(step.days) > FURTHEST_DAYS:
            raise RuleBroken("", f"{step.days} days is too far away for a reminder.")
        seen.add((step.kind, step.days))


def _json(policy: NewPolicy) -> dict[str, Any]:
    return {**asdict(policy), "reminder_steps": steps_to_json(policy.reminder_steps)}
