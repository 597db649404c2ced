"""The contracts grid: one question that serves the screen, the workbook and deeds on many contracts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan
from tracker.queries import contract_columns, search, standing
from tracker.queries.contract_row import ContractRow
from tracker.queries.scope import Viewer, within

AT_ONCE = 1000
KEYS: tuple[Any, ...] = (StandingSpan.contract_id, StandingSpan.from_on)


@dataclass(frozen=True, slots=True)
class GridQuery:
    """What is asked of the contracts: as of which city day, filtered how, in which order, from which row on.

    An empty filter lets everything pass; several values of one filter mean any of them, filters together mean all.
    `sort` names a key of contract_columns.SORTS, with "-" in front for descending.
    """

    on: date
    text: str = ""
    standings: tuple[Standing, ...] = ()
    stages: tuple[Stage, ...] = ()
    departments: tuple[int, ...] = ()
    tiers: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    runs_out_days: int | None = None
    vendor_id: int | None = None
    contract_ids: tuple[int, ...] = ()
    mine: bool = False
    sensitive: bool = False
    sort: str = "number"
    offset: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether no filter is set."""
        return self == GridQuery(on=self.on, sort=self.sort, offset=self.offset)


def rows(session: Session, viewer: Viewer, query: GridQuery, limit: int | None = None) -> Iterator[ContractRow]:
    """Yield the contracts that the viewer may see, as they stand on the day, from `query.offset` on, at most `limit`.

    Without a limit they are read from the database a thousand at a time.
    """
    order = contract_columns.order(query.sort)
    if limit is None and not query.offset:
        statement = _details().where(*_conditions(session, viewer, query))
    else:
        statement = _details().join(*_page(session, viewer, query, limit))
    found = session.execute(statement.order_by(*order), execution_options={"yield_per": AT_ONCE})
    return (ContractRow(*row) for row in found)


def count(session: Session, viewer: Viewer, query: GridQuery) -> int:
    """Return how many contracts answer the query, without regard to its offset."""
    by_tally = GridQuery(on=query.on, standings=query.standings, departments=query.departments)
    if query == _replaced(by_tally, query):
        counts = standing.on_day(session, viewer, query.on, query.departments)
        return sum(number for kind, number in counts.items() if not query.standings or kind in query.standings)
    statement = _joined(select(func.count()).select_from(StandingSpan), _tables(query))
    return session.scalar(statement.where(*_conditions(session, viewer, query))) or 0


def ids(session: Session, viewer: Viewer, query: GridQuery) -> list[int]:
    """Return the ids of all contracts that answer the query, without regard to order and offset, ascending."""
    return list(session.scalars(ids_statement(session, viewer, query).order_by(StandingSpan.contract_id)))


def ids_statement(session: Session, viewer: Viewer, query: GridQuery) -> Select[tuple[int]]:
    """Return a statement for the ids of all contracts that answer the query, to be used inside another."""
    statement: Select[tuple[int]] = _joined(select(StandingSpan.contract_id), _tables(query))
    return statement.where(*_conditions(session, viewer, query))


def _replaced(by_tally: GridQuery, query: GridQuery) -> GridQuery:
    return GridQuery(
        on=by_tally.on,
        standings=by_tally.standings,
        departments=by_tally.departments,
        sort=query.sort,
        offset=query.offset,
    )


def _page(session: Session, viewer: Viewer, query: GridQuery, limit: int | None) -> tuple[Any, ColumnElement[bool]]:
    # The page's keys first, so that what a row shows is looked up for the rows shown only.
    needed = _tables(query) | contract_columns.tables(query.sort)
    keys = _joined(select(*KEYS), needed)
    keys = keys.where(*_conditions(session, viewer, query)).order_by(*contract_columns.order(query.sort))
    page = keys.limit(limit).offset(query.offset).subquery("page")
    same = (page.c.contract_id == StandingSpan.contract_id) & (page.c.from_on == StandingSpan.from_on)
    return page, same


def _details() -> Select[Any]:
    return _joined(select(*contract_columns.COLUMNS).select_from(StandingSpan), contract_columns.EVERY_TABLE)


def _joined(statement: Select[Any], tables: frozenset[str]) -> Select[Any]:
    for name, (target, on, outer) in contract_columns.JOINS.items():
        if name in tables:
            statement = statement.join(target, on, isouter=outer)
    return statement


def _tables(query: GridQuery) -> frozenset[str]:
    return frozenset({"contract"} if query.owners or query.mine else ())


def _conditions(session: Session, viewer: Viewer, query: GridQuery) -> list[ColumnElement[bool]]:
    span = StandingSpan
    asked: list[tuple[Any, ColumnElement[bool]]] = [
        (query.standings, span.standing.in_(query.standings)),
        (query.stages, span.stage.in_(query.stages)),
        (query.departments, span.department_id.in_(query.departments)),
        (query.tiers, span.tier.in_(query.tiers)),
        (query.owners, Contract.owner_id.in_(query.owners)),
        (query.mine, Contract.owner_id == viewer.id),
        (query.sensitive, span.sensitive.is_(True)),
        (query.vendor_id is not None, span.vendor_id == query.vendor_id),
        (query.contract_ids, span.contract_id.in_(query.contract_ids)),
    ]
    conditions = [standing.holding(query.on), within(viewer, span.department_id)]
    conditions += [condition for wanted, condition in asked if wanted]
    if query.runs_out_days is not None:
        conditions.append(standing.running_out(query.on, query.runs_out_days))
    return conditions + search.contracts_holding(session, query.text, span.contract_id)
