"""The vendors grid: vendors with the roll-up of those of their contracts that the viewer may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from tracker.domain.standings import IN_FORCE_SHARING, RANK, SEVERITY, Standing
from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.queries import search
from tracker.queries.hints import Unindexed
from tracker.queries.scope import Viewer, within
from tracker.queries.standing import holding

IN_FORCE = (*sorted(IN_FORCE_SHARING), Standing.NOT_REQUIRED)
AT_ONCE = 1000
SORTS = ("name", "number", "contracts", "standing")


@dataclass(frozen=True, slots=True)
class VendorsQuery:
    """What is asked of the vendors: as of which city day, filtered how, in which order, from which row on.

    `standings` are worst standings (any of them); `contracts` is "with", "without" or empty; `archived` asks for the
    archived ones instead of the others.
    """

    on: date
    text: str = ""
    standings: tuple[Standing, ...] = ()
    contracts: str = ""
    archived: bool = False
    paused: bool = False
    sort: str = "name"
    offset: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether no filter is set."""
        return self == VendorsQuery(on=self.on, sort=self.sort, offset=self.offset)


@dataclass(frozen=True, slots=True)
class VendorRow:
    """A vendor on the day that was asked for; `standing` is its worst contract's, None without contracts."""

    id: int
    name: str
    number: str | None
    contracts: int
    in_force: int
    standing: Standing | None
    acting: int
    paused_at: datetime | None


def rows(session: Session, viewer: Viewer, query: VendorsQuery, limit: int | None = None) -> Iterator[VendorRow]:
    """Yield the vendors that the viewer may see from `query.offset` on: at most `limit`, or all, read in portions.

    `acting` counts the contracts on which somebody must act.
    """
    rollup = _rollup(viewer, query.on)
    page = _sorted(select(Vendor.id).where(*_conditions(session, viewer, query)), query.sort, rollup)
    page_ids = page.limit(limit).offset(query.offset).subquery("page")
    found = _rollup(viewer, query.on, select(page_ids.c.id))
    shown = select(
        Vendor.id,
        Vendor.name,
        Vendor.number,
        func.coalesce(found.c.contracts, 0),
        func.coalesce(found.c.in_force, 0),
        found.c.worst,
        func.coalesce(found.c.acting, 0),
        Vendor.reminders_paused_at,
    )
    shown = shown.join(page_ids, page_ids.c.id == Vendor.id).outerjoin(found, found.c.vendor_id == Vendor.id)
    ordered = shown.order_by(*_order(query.sort, found))
    for row in session.execute(ordered, execution_options={"yield_per": AT_ONCE}):
        worst = None if row[5] is None else SEVERITY[row[5]]
        yield VendorRow(row[0], row[1], row[2], row[3], int(row[4]), worst, int(row[6]), row[7])


def count(session: Session, viewer: Viewer, query: VendorsQuery) -> int:
    """Return how many vendors answer the query, without regard to its offset."""
    statement = select(func.count()).select_from(Vendor).where(*_conditions(session, viewer, query))
    return session.scalar(statement) or 0


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that the viewer may see a vendor: it has a contract within scope, or none at all."""
    own = exists().where(Contract.vendor_id == Vendor.id)
    return or_(own.where(within(viewer, Contract.department_id)), not_(own))


def _conditions(session: Session, viewer: Viewer, query: VendorsQuery) -> list[ColumnElement[bool]]:
    archived = Vendor.archived_at
    conditions: list[ColumnElement[bool]] = [archived.is_not(None) if query.archived else archived.is_(None)]
    if viewer.departments:
        conditions.append(visible(viewer))
    if query.paused:
        conditions.append(Vendor.reminders_paused_at.is_not(None))
    if query.contracts:
        some = exists().where(_counted(viewer, query.on))
        conditions.append(some if query.contracts == "with" else not_(some))
    if query.standings:
        conditions.append(or_(*(_worst_is(viewer, query.on, standing) for standing in query.standings)))
    return conditions + search.vendors_holding(session, query.text, Vendor.id)


def _worst_is(viewer: Viewer, day: date, standing: Standing) -> ColumnElement[bool]:
    # Two sets, each read once from the index of what holds; asked vendor by vendor it takes a hundred times longer.
    span = Unindexed(StandingSpan)
    stands = select(StandingSpan.vendor_id).where(holding(day), within(viewer, StandingSpan.department_id))
    worse = SEVERITY[RANK[standing] + 1 :]
    here = Vendor.id.in_(stands.where(span.standing == standing))
    return and_(here, Vendor.id.not_in(stands.where(span.standing.in_(worse)))) if worse else here


def _counted(viewer: Viewer, day: date) -> ColumnElement[bool]:
    own = StandingSpan.vendor_id == Vendor.id
    return and_(own, holding(day), within(viewer, StandingSpan.department_id))


def _rollup(viewer: Viewer, day: date, vendor_ids: Select[Any] | None = None) -> Any:  # noqa: ANN401  # a subquery
    span = StandingSpan
    statement = (
        select(
            span.vendor_id,
            func.count().label("contracts"),
            func.sum(case((span.standing.in_(IN_FORCE), 1), else_=0)).label("in_force"),
            func.max(case(RANK, value=span.standing)).label("worst"),
            func.sum(case((span.stage != "nobody", 1), else_=0)).label("acting"),
        )
        .where(holding(day), within(viewer, span.department_id))
        .group_by(span.vendor_id)
    )
    if vendor_ids is not None:
        statement = statement.where(span.vendor_id.in_(vendor_ids))
    return statement.subquery("rollup" if vendor_ids is None else "shown")


def _sorted(statement: Select[Any], sort: str, rollup: Any) -> Select[Any]:  # noqa: ANN401  # a subquery
    if sort.removeprefix("-") in {"contracts", "standing"}:
        statement = statement.outerjoin(rollup, rollup.c.vendor_id == Vendor.id)
    return statement.order_by(*_order(sort, rollup))


def _order(sort: str, rollup: Any) -> tuple[ColumnElement[Any], ...]:  # noqa: ANN401  # a subquery
    columns: dict[str, ColumnElement[Any]] = {
        "name": Vendor.name.expression,
        "number": Vendor.number.expression,
        "contracts": func.coalesce(rollup.c.in_force, 0),
        "standing": func.coalesce(rollup.c.worst, -1),
    }
    key = sort.removeprefix("-")
    descending = sort.startswith("-")
    first = columns[key].desc() if descending else columns[key].asc()
    tie = Vendor.id.desc() if descending else Vendor.id.asc()
    return (first.nulls_last() if key == "number" else first, tie)
