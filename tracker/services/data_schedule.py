"""The data schedule: declare which personal data a contract lets go, or that none goes and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.domain.days import day_words
from tracker.domain.record_words import DeclarationKind
from tracker.models.contract import Contract
from tracker.models.data_schedule import Declaration
from tracker.services import events, schedule_rows, standings
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.schedule_rows import Changes, NewLine
from tracker.services.schedule_rules import problems
from tracker.services.work import Work

__all__ = [
    "NewLine",
    "NewSchedule",
    "copy_from",
    "declare_no_personal_data",
    "declare_schedule",
    "fingerprint",
    "schedule_of",
]


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """What a contract lets go from now on: every line that has not ended, as it shall stand.

    `from_on` is the day since which this holds (None: since the contract's start); `fingerprint` is that of what
    was shown when the person began, or None to skip the comparison.
    """

    from_on: date | None = None
    uses_ai: bool = False
    usage_protocol: str = ""
    lines: tuple[NewLine, ...] = ()
    fingerprint: str | None = None


def declare_schedule(work: Work, contract: Contract, new: NewSchedule) -> Declaration:
    """Declare the schedule of a contract: equal lines stay, others are replaced, and the standings follow.

    Lines that ended before the city's day stay as they are. Raises RuleBroken with the field
    `<place of the line>-<part>` for a line that is not sensible, on `lines` when there is none, and Conflict when
    the schedule is no longer the one that was shown.
    """
    _begin(work, contract, new.fingerprint)
    for problem in problems(work.session, new.lines):
        raise RuleBroken(problem.field, problem.sentence)
    if not new.lines:
        raise RuleBroken("lines", "Choose at least one element, or declare that no personal data goes.")
    wanted = Declaration(
        kind=DeclarationKind.SCHEDULE,
        from_on=new.from_on,
        uses_ai=new.uses_ai,
        usage_protocol=new.usage_protocol.strip(),
    )
    declaration = _declare(work, contract, wanted)
    changes = schedule_rows.put(work, contract.id, new.lines)
    _settle(work, contract, f"declared the data schedule of {contract.number}: {changes.sentence()}", changes)
    return declaration


def declare_no_personal_data(
    work: Work, contract: Contract, reason: str, from_on: date | None = None, fingerprint: str | None = None
) -> Declaration:
    """Declare that a contract lets no personal data go, and why.

    Without `from_on` that was always so and its lines were errors; with it they end on the day before. Raises
    RuleBroken on `reason` when there is none, and Conflict like `declare_schedule`.
    """
    if not reason.strip():
        raise RuleBroken("reason", "Say why no personal data goes to this vendor.")
    _begin(work, contract, fingerprint)
    wanted = Declaration(kind=DeclarationKind.NO_PERSONAL_DATA, from_on=from_on, reason=reason.strip())
    declaration = _declare(work, contract, wanted)
    changes = schedule_rows.end_all(work, contract.id, from_on)
    since = f" from {day_words(from_on)} on" if from_on else ""
    _settle(
        work, contract, f"declared that {contract.number} lets no personal data go{since}: {reason.strip()}", changes
    )
    return declaration


def copy_from(work: Work, contract: Contract, source: Contract) -> Declaration:
    """Declare for a contract what another one lets go today or later; days are not copied."""
    return declare_schedule(work, contract, schedule_of(work, source.id))


def schedule_of(work: Work, contract_id: int) -> NewSchedule:
    """Return the schedule of a contract as it could be declared for another: without days."""
    declared = schedule_rows.last_declaration(work.session, contract_id)
    return NewSchedule(
        uses_ai=declared is not None and declared.uses_ai,
        usage_protocol=declared.usage_protocol if declared else "",
        lines=tuple(
            schedule_rows.as_new(line, dated=False)
            for line in schedule_rows.held(work.session, contract_id, work.today)
        ),
    )


def fingerprint(work: Work, contract_id: int) -> str:
    """Return a mark of the schedule as it stands; it changes with every change."""
    return schedule_rows.mark(work.session, contract_id)


def _begin(work: Work, contract: Contract, shown: str | None) -> None:
    # On PostgreSQL two savers would otherwise both find the mark unchanged.
    work.session.execute(select(Contract.id).where(Contract.id == contract.id).with_for_update())
    if contract.archived_at is not None:
        raise RuleBroken("", f"{contract.number} is archived; restore it before you change what it lets go.")
    if shown is not None and shown != schedule_rows.mark(work.session, contract.id):
        raise Conflict(
            "",
            "Somebody else changed this data schedule while you were working on it. Nothing of yours was saved; "
            "it still stands below. Look at what changed, then save again to put yours in its place.",
        )


def _declare(work: Work, contract: Contract, wanted: Declaration) -> Declaration:
    held = schedule_rows.declarations(work.session, contract.id)
    same = next((row for row in held if _content(row) == _content(wanted) and row.from_on == wanted.from_on), None)
    for row in held:
        if row is not same and _overtaken(row, wanted):
            row.replaced_at = work.now
    if same is None:
        wanted.contract_id, wanted.recorded_at = contract.id, work.now
        work.session.add(wanted)
    work.session.flush()
    return same or wanted


def _overtaken(row: Declaration, wanted: Declaration) -> bool:
    # What began earlier and said something else stays true until the new one begins.
    later = wanted.from_on is None or (row.from_on is not None and row.from_on >= wanted.from_on)
    return later or _content(row) == _content(wanted)


def _content(row: Declaration) -> Sequence[object]:
    return (row.kind, row.reason or "", bool(row.uses_ai), row.usage_protocol or "")


def _settle(work: Work, contract: Contract, sentence: str, changes: Changes) -> None:
    work.session.flush()
    standings.refresh(work, [contract.id])
    events.record(
        work,
        "schedule:declared",
        sentence,
        ("contract", contract.id),
        ("vendor", contract.vendor_id),
        details=changes.details(),
    )
