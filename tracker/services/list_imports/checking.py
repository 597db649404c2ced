"""The dry run: every row of the file compared with what is known, nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any, Final

from sqlalchemy import delete, insert

from tracker.domain.import_words import Fate, ImportKind, ImportState
from tracker.imports.listing import Listing
from tracker.imports.mapping import Mapping
from tracker.imports.table import ListUnreadable
from tracker.models.list_import import ImportRow, ListImport
from tracker.services.list_imports.pace import Pace
from tracker.services.list_imports.plan import Outcome, planned
from tracker.services.list_imports.reading import listing, opened, options_of
from tracker.services.list_imports.row_plan import RowPlan
from tracker.services.work import Work

AT_ONCE: Final = 1000
LONGEST_LABEL: Final = 400
LONGEST_COLUMN: Final = 200
IN_ONE: Final = Pace()


def check(work: Work, run: ListImport, pace: Pace = IN_ONE, known: Listing | None = None) -> None:
    """Write down what each row would do, a thousand rows at a time, and let a person look.

    A file that cannot be read so makes the import failed, in words. `known` spares reading the file again.
    """
    reading = reader_of(work, run)
    run.state, run.done, run.touched_at = ImportState.CHECKING, 0, work.now
    work.session.flush()
    pace.written()
    try:
        found = known or reading()
    except ListUnreadable as error:
        run.state, run.problem = ImportState.FAILED, str(error)
        work.session.flush()
        return
    run.total = len(found.records) + len(found.errors)
    work.session.execute(delete(ImportRow).where(ImportRow.import_id == run.id))
    outcome = Outcome()
    import_id, kind, options = run.id, ImportKind(run.kind), options_of(work, run)
    work.session.flush()
    pace.written()
    pace.read()
    plans = iter(chain(unreadable_rows(found), planned(work, kind, found.records, options)))
    while some := list(islice(plans, AT_ONCE)):
        rows = []
        for row in some:
            outcome.add(row)
            rows.append(_columns(import_id, row))
        pace.read_enough()
        if not _goes_on(work, run):
            return
        work.session.execute(insert(ImportRow), rows)
        run.done, run.touched_at = min(run.done + len(rows), run.total), work.now
        work.session.flush()
        pace.written()
        pace.read()
    pace.read_enough()
    if not _goes_on(work, run):
        return
    run.counts, run.outcome = outcome.figures(), outcome.digest
    run.state, run.touched_at = ImportState.CHECKED, work.now
    work.session.flush()


def _goes_on(work: Work, run: ListImport) -> bool:
    # A person may have cancelled it meanwhile, or another process taken it up.
    work.session.refresh(run)
    return run.state == ImportState.CHECKING


def reader_of(work: Work, run: ListImport) -> Callable[[], Listing]:
    """Return what reads the file of an import as its mapping says, without the database; it raises ListUnreadable."""
    digest, mapping, kind = run.digest, dict(run.mapping), ImportKind(run.kind)
    return lambda: listing(opened(work, digest), Mapping.from_json(mapping), kind)


def unreadable_rows(found: Listing) -> Iterator[RowPlan]:
    """Give the rows that could not be read, as refused."""
    return (RowPlan(error.number, Fate.REFUSED, "", error.column, error.reason) for error in found.errors)


def _columns(import_id: int, row: RowPlan) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "number": row.number,
        "fate": row.fate,
        "label": row.label[:LONGEST_LABEL],
        "column": row.column[:LONGEST_COLUMN],
        "reason": row.reason,
        "changes": row.changes_as_json(),
    }
