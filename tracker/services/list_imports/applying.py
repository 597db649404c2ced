"""Applying a list: planned again in the transaction that writes it, and written only if it is what was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from tracker.domain.import_words import Fate, ImportKind, ImportState
from tracker.imports.listing import Listing
from tracker.models.contact import VendorContact
from tracker.models.contract import Contract
from tracker.models.list_import import ListImport
from tracker.queries.reminder_holds import held_contracts
from tracker.services import events, obligation_index, reminder_holds, standings
from tracker.services.list_imports.checking import unreadable_rows
from tracker.services.list_imports.directory import portions
from tracker.services.list_imports.plan import Outcome, steps
from tracker.services.list_imports.reading import options_of
from tracker.services.list_imports.row_plan import Options, Step
from tracker.services.list_imports.writing import Writer
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

BULK: Final = 20
"""From so many contracts on whose facts change at once, nothing leaves about those that were known before either."""
LEFT_OUT: Final = (Fate.REFUSED, Fate.UNDECIDED, Fate.CONFLICT)
CHANGED_SINCE: Final = (
    "Something was changed since you looked at this. Nothing was brought in: look at what differs now."
)


class ChangedSince(Conflict):
    """What would be written is not what the person saw."""

    def __init__(self) -> None:
        super().__init__("", CHANGED_SINCE)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the rows, and how many contracts' reminders are held."""

    counts: dict[str, int]
    held: int


def check_ready(run: ListImport, *, skips_refused: bool) -> None:
    """Raise RuleBroken when an import cannot be applied as it was looked at."""
    left_out = sum(run.counts.get(fate, 0) for fate in LEFT_OUT)
    if left_out and not skips_refused:
        rows = "1 row cannot" if left_out == 1 else f"{left_out:,} rows cannot"
        raise RuleBroken("rows", f"{rows} be brought in. Mend the list, decide, or bring in all but these rows.")
    if not run.counts.get(Fate.CREATED, 0) + run.counts.get(Fate.CHANGED, 0):
        raise RuleBroken("", "There is nothing to bring in: every row that can be used is known here already.")


def apply(work: Work, run: ListImport, found: Listing) -> Written:
    """Write what the rows do, and flush. Raises ChangedSince when that is not what `run.outcome` says."""
    written, outcome = bring_in(work, run, ImportKind(run.kind), found, options_of(work, run))
    if outcome.digest != run.outcome:
        raise ChangedSince
    run.state, run.applied_at, run.touched_at = ImportState.APPLIED, work.now, work.now
    run.done, run.problem = run.total, ""
    work.session.flush()
    return written


def bring_in(
    work: Work, run: ListImport, kind: ImportKind, found: Listing, options: Options
) -> tuple[Written, Outcome]:
    """Write what the rows of a listing do, with events, traces, standings and holds, and flush."""
    writer, outcome = Writer(work, run.id, run.file_name), Outcome()
    for row in unreadable_rows(found):
        outcome.add(row)
    for step in steps(work, kind, found.records, options):
        _take(step, writer, outcome)
    writer.flush()
    work.session.flush()
    # The rows were written past the session, which may know older ones.
    work.session.expire_all()
    held = _settle(work, run, writer)
    counts = outcome.figures()
    _record(work, run, counts)
    return Written(counts, held), outcome


def _take(step: Step, writer: Writer, outcome: Outcome) -> None:
    for row in step.rows:
        outcome.add(row)
    writer.take(step)


def _settle(work: Work, run: ListImport, writer: Writer) -> int:
    standings.refresh(work, writer.contracts)
    held = writer.held | writer.contracts if len(writer.contracts) >= BULK else writer.held
    hold = reminder_holds.place(work, held, f"imported {run.file_name}") if held else None
    if hold is not None:
        writer.hold(hold.id, hold.sentence)
    vendors, touched = set(writer.vendors), set[int]()
    for some in portions(writer.contacts):
        roles = select(VendorContact.vendor_id).where(VendorContact.contact_id.in_(some))
        vendors |= set(work.session.scalars(roles))
    for some in portions(vendors):
        touched |= set(work.session.scalars(select(Contract.id).where(Contract.vendor_id.in_(some))))
    obligation_index.touch_contracts(work, touched - writer.contracts)
    return len(held_contracts(work.session, None, hold.id)) if hold else 0


def _record(work: Work, run: ListImport, counts: dict[str, int]) -> None:
    summary = ", ".join(f"{fate} {number:,}" for fate, number in counts.items() if number or fate in _ALWAYS)
    details: dict[str, Any] = {"file": run.file_name, "sha256": run.digest, "kind": run.kind, **counts}
    events.record(work, "import:applied", f"imported {run.file_name}: {summary}", ("import", run.id), details=details)


_ALWAYS: Final = frozenset({Fate.CREATED, Fate.CHANGED, Fate.UNCHANGED, Fate.REFUSED})
