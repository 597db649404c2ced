"""The contracts grid: one question that serves the screen, the workbook and deeds on many contracts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.days import LAST_DAY
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan
from tracker.queries import contract_columns, renewal_holds, search, standing
from tracker.queries.contract_row import ContractRow
from tracker.queries.hints import Unindexed
from tracker.queries.scope import Viewer, within

AT_ONCE = 1000
WALK_FROM = 3000


def _joined(
    statement: Select[Any], tables: frozenset[str], joins: Mapping[str, contract_columns.Join] = contract_columns.JOINS
) -> Select[Any]:
    for name, (target, on, outer) in joins.items():
        if name in tables:
            statement = statement.join(target, on, isouter=outer)
    return statement


EVERYTHING = _joined(select(*contract_columns.COLUMNS).select_from(StandingSpan), contract_columns.EVERY_TABLE)
# Built once: what a page of fifty rows shows, looked up by their keys.
OF_A_PAGE = EVERYTHING.where(
    StandingSpan.contract_id.in_(bindparam("ids", expanding=True)),
    Unindexed(StandingSpan).from_on <= bindparam("day", type_=Date),
    or_(
        Unindexed(StandingSpan).until_on > bindparam("day", type_=Date),
        Unindexed(StandingSpan).until_on == LAST_DAY,
    ),
)


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
    hold: bool = False
    sort: str = "number"
    offset: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether no filter is set."""
        return self == GridQuery(on=self.on, sort=self.sort, offset=self.offset)

    @property
    def asks_standing(self) -> bool:
        """Whether a filter is about how contracts stand, and not only about what they are."""
        asked = self.standings or self.stages or self.tiers or self.sensitive
        return bool(asked) or self.runs_out_days is not None


def rows(
    session: Session, viewer: Viewer, query: GridQuery, limit: int | None = None, expected: int | None = None
) -> Iterator[ContractRow]:
    """Yield the contracts that the viewer may see, as they stand on the day, from `query.offset` on, at most `limit`.

    Without a limit they are read from the database a thousand at a time. `expected`, the count if it is known, only
    helps to find the page faster.
    """
    if limit is None and not query.offset:
        order = contract_columns.order(query.sort)
        held = _conditions(session, viewer, query, StandingSpan)
        statement = EVERYTHING.where(*held, standing.holding(query.on)).order_by(*order)
        return _rows(session.execute(statement, {"day": query.on}, execution_options={"yield_per": AT_ONCE}))
    found = _keys(session, viewer, query, expected).limit(limit).offset(query.offset)
    keys = [row[0] for row in session.execute(found)]
    shown = {row.id: row for row in _rows(session.execute(OF_A_PAGE, {"ids": keys, "day": query.on}))}
    return iter([shown[key] for key in keys])


def _rows(found: Iterable[Any]) -> Iterator[ContractRow]:
    return (ContractRow(*row) for row in found)


def count(session: Session, viewer: Viewer, query: GridQuery) -> int:
    """Return how many contracts answer the query, without regard to its order and offset."""
    if replace(query, standings=(), departments=()).is_whole:
        return standing.total(session, viewer, query.on, query.departments, query.standings)
    return session.scalar(_found(session, viewer, query, func.count())) or 0


def ids(session: Session, viewer: Viewer, query: GridQuery) -> list[int]:
    """Return the ids of all contracts that answer the query, without regard to order and offset, ascending."""
    number = StandingSpan.contract_id if query.asks_standing else Contract.id
    return list(session.scalars(ids_statement(session, viewer, query).order_by(number)))


def ids_statement(session: Session, viewer: Viewer, query: GridQuery) -> Select[int]:
    """Return a statement for the ids of all contracts that answer the query, to stand inside another one."""
    return _found(session, viewer, query, StandingSpan.contract_id if query.asks_standing else Contract.id)


def _found(session: Session, viewer: Viewer, query: GridQuery, what: Any) -> Select[Any]:  # noqa: ANN401  # a column
    # What a contract is stands in its own row; only a question about its standing needs the spans.
    if not query.asks_standing:
        statement: Select[Any] = select(what).select_from(Contract).where(Contract.archived_at.is_(None))
        return statement.where(*_conditions(session, viewer, query, Contract))
    statement = _joined(select(what).select_from(StandingSpan), _tables(query))
    return statement.where(*_conditions(session, viewer, query, StandingSpan), standing.holding(query.on))


def _keys(session: Session, viewer: Viewer, query: GridQuery, expected: int | None) -> Select[Any]:
    # The page's keys first, so that what a row shows is looked up for the rows shown only.
    sort = contract_columns.SORTS[query.sort.removeprefix("-")]
    walk = sort.indexed and expected is not None and expected > WALK_FROM
    if not query.asks_standing and "contract" in sort.tables:
        joins = contract_columns.WALKED_JOINS["contract"] if walk else contract_columns.CONTRACT_JOINS
        keys: Select[Any] = select(Contract.id.label("contract_id")).select_from(Contract)
        keys = _joined(keys, sort.tables, joins).where(Contract.archived_at.is_(None))
        order = contract_columns.order(query.sort, Contract.id)
        return keys.where(*_conditions(session, viewer, query, Contract)).order_by(*order)
    joins = contract_columns.WALKED_JOINS["span"] if walk else contract_columns.JOINS
    keys = _joined(select(StandingSpan.contract_id), _tables(query) | sort.tables, joins)
    held = standing.holding(query.on, by_contract=walk)
    found = _conditions(session, viewer, query, StandingSpan, by_contract=walk)
    return keys.where(*found, held).order_by(*contract_columns.order(query.sort))


def _tables(query: GridQuery) -> frozenset[str]:
    return frozenset({"contract"} if query.owners or query.mine else ())


def _conditions(
    session: Session,
    viewer: Viewer,
    query: GridQuery,
    of: type[StandingSpan] | type[Contract],
    *,
    by_contract: bool = False,
) -> list[ColumnElement[bool]]:
    number = StandingSpan.contract_id if of is StandingSpan else Contract.id
    span: Any = Unindexed(StandingSpan) if by_contract else StandingSpan
    asked: list[tuple[Any, Callable[[], ColumnElement[bool]]]] = [
        (query.standings, lambda: span.standing.in_(query.standings)),
        # Always so; it lets an index find them in the order in which they expire.
        (query.standings == (Standing.EXPIRING,), lambda: StandingSpan.expires_on >= query.on),
        (query.stages, lambda: span.stage.in_(query.stages)),
        (query.tiers, lambda: span.tier.in_(query.tiers)),
        (query.sensitive, lambda: StandingSpan.sensitive.is_(True)),
        (query.departments, lambda: of.department_id.in_(query.departments)),
        (query.owners, lambda: Contract.owner_id.in_(query.owners)),
        (query.mine, lambda: Contract.owner_id == viewer.id),
        (query.vendor_id is not None, lambda: of.vendor_id == query.vendor_id),
        (query.contract_ids, lambda: number.in_(query.contract_ids)),
        (query.hold, lambda: number.in_(renewal_holds.on_hold(query.on))),
    ]
    conditions = [within(viewer, of.department_id), *(condition() for wanted, condition in asked if wanted)]
    if query.runs_out_days is not None:
        conditions.append(standing.running_out(query.on, query.runs_out_days))
    return conditions + search.contracts_holding(session, query.text, number)
