"""What waits for somebody: the contracts on which a viewer's roles must act."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.days import FIRST_DAY
from tracker.domain.roles import Role
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.models.attestation import Attestation, AttestationContract
from tracker.models.contract import Contract
from tracker.models.review import Review
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.queries.scope import Viewer

STAGES: dict[Role, tuple[Stage, ...]] = {
    Role.PROCUREMENT: (Stage.CITY_DECLARES, Stage.CITY_REQUESTS),
    Role.PRIVACY_OFFICER: (Stage.CITY_REVIEWS,),
}
MOST_COUNTED = 1000
LOOKED_AT = 100
ORDER = (func.coalesce(StandingSpan.tier, 0).desc(), StandingSpan.from_on, StandingSpan.contract_id)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contract on which the viewer must act; `since_on` is the first day of its present span, None if open.

    `attestation_id` is the answer to be reviewed, where one waits.
    """

    contract_id: int
    number: str
    vendor: str
    title: str
    stage: Stage
    standing: Standing
    tier: int | None
    attestation_id: int | None
    since_on: date | None


def stages_of(viewer: Viewer) -> tuple[Stage, ...]:
    """Return the stages on which the viewer's roles act; none for managers and auditors."""
    return tuple(stage for role, stages in STAGES.items() if role in viewer.roles for stage in stages)


def count(session: Session, viewer: Viewer, day: date) -> int:
    """Return on how many contracts the viewer must act on a city day; from MOST_COUNTED + 1 on they are not counted."""
    if not stages_of(viewer):
        return 0
    return session.scalar(_counted(limited=bool(viewer.departments)), _given(viewer, day)) or 0


def first(session: Session, viewer: Viewer, day: date, limit: int, expected: int) -> list[Waiting]:
    """Return the contracts on which the viewer must act on a city day, highest tier first, then the oldest.

    At most `limit`; `expected` is their count, and none are looked for when it is 0.
    """
    if not expected or not stages_of(viewer):
        return []
    limited, given = bool(viewer.departments), {**_given(viewer, day), "limit": limit}
    rows = session.execute(_listed(limited=limited, everything=False), given).all()
    if len(rows) < min(limit, expected):
        # The viewer's own are rare among those that wait longest: look at all.
        rows = session.execute(_listed(limited=limited, everything=True), given).all()
    return [_waiting(row) for row in rows]


def _waiting(row: Any) -> Waiting:  # noqa: ANN401  # a row of _listed
    found = Waiting(*row)
    return replace(found, since_on=None) if found.since_on == FIRST_DAY else found


def _given(viewer: Viewer, day: date) -> dict[str, object]:
    departments = {"departments": sorted(viewer.departments)} if viewer.departments else {}
    return {"stages": stages_of(viewer), "day": day, "viewer": viewer.id, **departments}


@cache
def _counted(*, limited: bool) -> Select[Any]:
    found = _held(select(StandingSpan.contract_id), limited=limited)
    mine = found.join(Contract, Contract.id == StandingSpan.contract_id).where(_mine(StandingSpan.stage))
    return select(func.count()).select_from(mine.limit(MOST_COUNTED + 1).subquery())


@cache
def _listed(*, limited: bool, everything: bool) -> Select[Any]:
    """Three steps, each on fewer rows: what waits, read from an index alone; whose it is; what is shown of it."""
    columns: tuple[Any, ...] = (StandingSpan.contract_id, StandingSpan.from_on, StandingSpan.tier, StandingSpan.stage)
    oldest = _held(select(*columns), limited=limited).order_by(*ORDER)
    found = (oldest if everything else oldest.limit(LOOKED_AT)).subquery()
    order = (func.coalesce(found.c.tier, 0).desc(), found.c.from_on, found.c.contract_id)
    mine = select(found.c.contract_id, found.c.from_on).join(Contract, Contract.id == found.c.contract_id)
    shown = mine.where(_mine(found.c.stage)).order_by(*order).limit(bindparam("limit")).subquery()
    details: tuple[Any, ...] = (
        StandingSpan.contract_id, Contract.number, Vendor.name, Contract.title,
        StandingSpan.stage, StandingSpan.standing, StandingSpan.tier, _to_review(), StandingSpan.from_on,
    )  # fmt: skip
    its_span = (StandingSpan.contract_id == shown.c.contract_id) & (StandingSpan.from_on == shown.c.from_on)
    return (
        select(*details)
        .select_from(shown)
        .join(StandingSpan, its_span)
        .join(Contract, Contract.id == StandingSpan.contract_id)
        .join(Vendor, Vendor.id == StandingSpan.vendor_id)
        .order_by(*ORDER)
    )


def _held(statement: Select[Any], *, limited: bool) -> Select[Any]:
    day = bindparam("day", type_=StandingSpan.from_on.type)
    stages = StandingSpan.stage.in_(bindparam("stages", expanding=True))
    held = statement.where(stages, StandingSpan.from_on <= day, StandingSpan.until_on > day)
    if not limited:
        return held
    return held.where(StandingSpan.department_id.in_(bindparam("departments", expanding=True)))


def _mine(stage: Any) -> ColumnElement[bool]:  # noqa: ANN401  # a column, of the table or of a subquery
    owner = Contract.owner_id
    return or_(owner == bindparam("viewer"), owner.is_(None), stage == Stage.CITY_REVIEWS)


def _to_review() -> ScalarSelect[int | None]:
    undecided = Attestation.submitted_at.is_not(None) & ~exists().where(Review.attestation_id == Attestation.id)
    answers = select(func.max(Attestation.id)).join(
        AttestationContract, AttestationContract.attestation_id == Attestation.id
    )
    here = answers.where(AttestationContract.contract_id == StandingSpan.contract_id, undecided)
    return here.correlate(StandingSpan).scalar_subquery()
