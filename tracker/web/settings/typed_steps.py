"""Reminder steps as they are typed, by kind: what was typed is kept until it makes sense."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tracker.domain.reminder_policy import HOLD_RENEWAL, ObligationKind, Step, Told
from tracker.domain.reminder_scope import ALL, Scope, Steps
from tracker.services.policies import FURTHEST_DAYS

MOST_ROWS = 60
OWN, SAME, NONE = "own", "same", "none"
BEFORE, ON, AFTER = "before", "on", "after"


@dataclass(frozen=True, slots=True)
class TypedStep:
    """One row, as text; a problem is a sentence about its days or about who is told."""

    days: str = ""
    when: str = BEFORE
    told: tuple[str, ...] = ()
    hold: bool = False
    days_problem: str = ""
    told_problem: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into the row, so that it is left out."""
        return not (self.days or self.told or self.hold or self.when == ON)


@dataclass(frozen=True, slots=True)
class TypedKind:
    """The rows of a kind of obligation; the mode says whether the scope has its own steps, none, or a wider one's."""

    mode: str
    rows: tuple[TypedStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a control ("days" or "told") of a row, counted from 0."""

    kind: ObligationKind
    row: int
    control: str
    sentence: str


Typed = Mapping[ObligationKind, TypedKind]


def as_typed(steps: Steps, scope: Scope) -> Typed:
    """What a scope says of each kind, as rows."""
    return {kind: _as_typed(steps, scope, kind) for kind in ObligationKind}


def rows_of(steps: Iterable[Step]) -> tuple[TypedStep, ...]:
    """The rows that show these steps."""
    return tuple(
        TypedStep(str(abs(step.days)), _when(step.days), tuple(step.told), step.flag == HOLD_RENEWAL) for step in steps
    )


def read(form: MultiDict[str, str]) -> Typed:
    """The kinds and rows that were sent."""
    return {kind: TypedKind(_mode(form, kind), tuple(_sent_rows(form, kind))) for kind in ObligationKind}


def checked(typed: Typed) -> Typed:
    """The same with the problem of each row beside it."""
    return {kind: replace(one, rows=_checked(one.rows)) for kind, one in typed.items()}


def problems(typed: Typed) -> list[Problem]:
    """What is wrong with the rows, in their order."""
    return [
        Problem(kind, number, control, sentence)
        for kind, one in typed.items()
        for number, row in enumerate(one.rows)
        for control, sentence in (("days", row.days_problem), ("told", row.told_problem))
        if sentence
    ]


def steps_of(typed: Typed, steps: Steps, scope: Scope) -> Steps:
    """The policy with what was typed for a scope; the rows have been checked."""
    for kind, one in typed.items():
        if one.mode == SAME and scope != ALL:
            steps = steps.without(kind, scope)
        else:
            rows = one.rows if one.mode == OWN else ()
            steps = steps.having(kind, scope, [_step(kind, row) for row in rows if not row.is_blank])
    return steps


def _as_typed(steps: Steps, scope: Scope, kind: ObligationKind) -> TypedKind:
    if not steps.says(kind, scope):
        return TypedKind(SAME)
    own = steps.own.get((scope, kind), ())
    return TypedKind(OWN if own or scope == ALL else NONE, rows_of(own))


def _mode(form: MultiDict[str, str], kind: ObligationKind) -> str:
    mode = form.get(f"{kind}-mode", SAME)
    return mode if mode in {OWN, SAME, NONE} else SAME


def _sent_rows(form: MultiDict[str, str], kind: ObligationKind) -> Iterable[TypedStep]:
    for number in range(MOST_ROWS):
        key = f"{kind}-{number}"
        if f"{key}-when" in form:
            yield TypedStep(
                days=form.get(f"{key}-days", "").strip()[:10],
                when=form.get(f"{key}-when", BEFORE),
                told=tuple(part for part in Told if part in form.getlist(f"{key}-told")),
                hold=f"{key}-hold" in form,
            )


def _checked(rows: tuple[TypedStep, ...]) -> tuple[TypedStep, ...]:
    seen: set[int] = set()
    found = []
    for row in rows:
        days = _days(row)
        problem = ""
        if days is None:
            problem = _("Type a number of days from 0 to %(most)s.", most=FURTHEST_DAYS)
        elif days in seen:
            problem = _("Another step is on that day already; join the two.")
        told_problem = "" if row.told else _("Tick who is told.")
        if not row.is_blank:
            seen |= {days} if days is not None else set()
            row = replace(row, days_problem=problem, told_problem=told_problem)  # noqa: PLW2901  # the row kept
        found.append(row)
    return tuple(found)


def _days(row: TypedStep) -> int | None:
    if row.when == ON:
        return 0
    if not (row.days.isascii() and row.days.isdecimal()) or int(row.days) > FURTHEST_DAYS:
        return None
    return -int(row.days) if row.when == BEFORE else int(row.days)


def _step(kind: ObligationKind, row: TypedStep) -> Step:
    return Step(kind, _days(row) or 0, tuple(Told(part) for part in row.told), HOLD_RENEWAL if row.hold else "")


def _when(days: int) -> str:
    if days == 0:
        return ON
    return BEFORE if days < 0 else AFTER
