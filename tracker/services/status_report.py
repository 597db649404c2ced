"""The status report: the contracts of a grid as of its day, each with why it stands so and what it lacks."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy.orm import Session

from tracker.domain.standings import COMPLYING, IN_FORCE_SHARING, Standing
from tracker.queries import contracts_grid, status_details
from tracker.queries.contract_row import ContractRow
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.scope import Viewer
from tracker.queries.status_details import Gap
from tracker.services.status_columns import Entry

AT_ONCE = 500
LACKING = IN_FORCE_SHARING - COMPLYING - {Standing.UNDECLARED}


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What is asked of the report: as of `query.on`, for what `viewer` may see, with these columns of the grid.

    No columns means all of CATALOGUE section 6. The page of the query is left aside: all its contracts are told.
    """

    viewer: Viewer
    query: GridQuery
    columns: tuple[str, ...] = ()


def entries(session: Session, report: StatusReport) -> Iterator[Entry]:
    """Yield the contracts of a report, read some hundred at a time."""
    for batch in batches(session, report, report.query):
        yield from batch


def gaps(session: Session, report: StatusReport) -> Iterator[tuple[Entry, Gap]]:
    """Yield what the contracts of a report lack, one pair per gap; elements by their names."""
    names = status_details.names(session)
    for batch in batches(session, report, report.query):
        yield from gaps_of(session, report, batch, names)


def gaps_of(
    session: Session, report: StatusReport, found: Iterable[Entry], names: Mapping[str, str]
) -> Iterator[tuple[Entry, Gap]]:
    """Yield what these contracts lack on the report's day; `names` are those of elements by code."""
    lacking = [entry for entry in found if entry.standing in LACKING]
    lacks = status_details.gaps(session, [entry.row.id for entry in lacking], report.query.on) if lacking else {}
    for entry in lacking:
        for gap in lacks.get(entry.row.id, ()):
            yield entry, replace(gap, subject=names.get(gap.subject, gap.subject))


def batches(session: Session, report: StatusReport, query: GridQuery) -> Iterator[list[Entry]]:
    """Yield the contracts of a query, within what the report's viewer may see, some hundred at a time."""
    rows = contracts_grid.rows(session, report.viewer, replace(query, offset=0))
    while batch := list(islice(rows, AT_ONCE)):
        yield _entries(session, batch, query)


def _entries(session: Session, rows: Collection[ContractRow], query: GridQuery) -> list[Entry]:
    ids = [row.id for row in rows]
    reasons = status_details.reasons(session, ids, query.on)
    due = status_details.due_days(session, ids, query.on)
    return [Entry(row, query.on, reasons.get(row.id, ()), due.get(row.id)) for row in rows]
