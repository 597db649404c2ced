"""Reminder steps as they are typed into a table: a row without a number of days is left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from tracker.domain.reminder_policy import HOLD_RENEWAL, ObligationKind, Step, Told
from tracker.services.rules import RuleBroken

MOST_ROWS = 100
BLANK_ROWS = 3


@dataclass(frozen=True, slots=True)
class TypedStep:
    """One row of the table, as text."""

    key: str
    kind: str
    days: str
    told: tuple[str, ...]
    hold: bool


def as_typed(steps: Iterable[Step]) -> list[TypedStep]:
    """The rows that show these steps."""
    return [
        TypedStep(f"step-{number}", step.kind, str(step.days), tuple(step.told), step.flag == HOLD_RENEWAL)
        for number, step in enumerate(steps)
    ]


def blank(start: int) -> list[TypedStep]:
    """Empty rows for further steps."""
    return [TypedStep(f"step-{number}", ObligationKind.EXPIRY, "", (), hold=False)
            for number in range(start, start + BLANK_ROWS)]  # fmt: skip


def typed_steps(form: MultiDict[str, str]) -> list[TypedStep]:
    """The rows that were sent and have a number of days."""
    rows = [_row(form, f"step-{number}") for number in range(MOST_ROWS)]
    return [row for row in rows if row.days]


def steps_of(rows: Iterable[TypedStep]) -> tuple[Step, ...]:
    """The steps that the rows say; raises RuleBroken naming the first that cannot be read."""
    return tuple(_step(row) for row in rows)


def _row(form: MultiDict[str, str], key: str) -> TypedStep:
    return TypedStep(
        key=key,
        kind=form.get(f"{key}-kind", ""),
        days=form.get(f"{key}-days", "").strip(),
        told=tuple(form.getlist(f"{key}-told")),
        hold=f"{key}-hold" in form,
    )


def _step(row: TypedStep) -> Step:
    try:
        told = tuple(part for part in Told if part in {Told(word) for word in row.told})
        return Step(ObligationKind(row.kind), int(row.days), told, HOLD_RENEWAL if row.hold else "")
    except ValueError as error:
        raise RuleBroken("", f"“{row.days[:20]}” is not a number of days; write -30 or 7.") from error
