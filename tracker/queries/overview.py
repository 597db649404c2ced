"""What the overview shows: what waits for somebody, what runs out, and how the counts move over the months."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.days import LAST_DAY
from tracker.domain.roles import Role
from tracker.domain.stages import Stage
from tracker.domain.standings import COMPLYING, IN_FORCE_SHARING, SEVERITY, Standing
from tracker.models.attestation import Attestation, AttestationContract
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.review import Review
from tracker.models.standing import StandingSpan, StandingTally
from tracker.models.vendor import Vendor
from tracker.queries import standing
from tracker.queries.scope import Viewer, within

STAGES: dict[Role, tuple[Stage, ...]] = {
    Role.PROCUREMENT: (Stage.CITY_DECLARES, Stage.CITY_REQUESTS),
    Role.PRIVACY_OFFICER: (Stage.CITY_REVIEWS,),
}


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


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department's contracts in force that share personal data, or of which nobody has said."""

    id: int
    name: str
    in_force: int
    comply: int
    worst: Standing

    @property
    def need_somebody(self) -> int:
        """How many do not comply."""
        return self.in_force - self.comply


@dataclass(frozen=True, slots=True)
class Week:
    """Contracts whose coverage ends within a week that begins on a Monday, by tier."""

    begins_on: date
    by_tier: dict[int, int]

    @property
    def contracts(self) -> int:
        """All tiers together."""
        return sum(self.by_tier.values())


@dataclass(frozen=True, slots=True)
class Month:
    """Counts by standing on the first day of a month."""

    begins_on: date
    counts: dict[Standing, int]

    def count(self, *standings: Standing) -> int:
        """How many contracts stand in one of these ways."""
        return sum(self.counts.get(kind, 0) for kind in standings)


def stages_of(viewer: Viewer) -> tuple[Stage, ...]:
    """Return the stages on which the viewer's roles act; none for managers and auditors."""
    return tuple(stage for role, stages in STAGES.items() if role in viewer.roles for stage in stages)


def waiting(session: Session, viewer: Viewer, day: date, limit: int) -> list[Waiting]:
    """Return the contracts on which the viewer must act on a city day, highest tier first, then the oldest."""
    columns = (
        StandingSpan.contract_id,
        Contract.number,
        Vendor.name,
        Contract.title,
        StandingSpan.stage,
        StandingSpan.standing,
        StandingSpan.tier,
        _to_review(),
        StandingSpan.from_on,
    )
    statement = (
        select(*columns)
        .join(Contract, Contract.id == StandingSpan.contract_id)
        .join(Vendor, Vendor.id == StandingSpan.vendor_id)
        .where(*_waits(viewer, day))
        .order_by(func.coalesce(StandingSpan.tier, 0).desc(), StandingSpan.from_on, StandingSpan.contract_id)
        .limit(limit)
    )
    return [Waiting(*row[:8], since_on=None if row[8] == date.min else row[8]) for row in session.execute(statement)]


def _to_review() -> ScalarSelect[int | None]:
    undecided = Attestation.submitted_at.is_not(None) & ~exists().where(Review.attestation_id == Attestation.id)
    answers = select(func.max(Attestation.id)).join(
        AttestationContract, AttestationContract.attestation_id == Attestation.id
    )
    here = answers.where(AttestationContract.contract_id == StandingSpan.contract_id, undecided)
    return here.correlate(StandingSpan).scalar_subquery()


def waiting_count(session: Session, viewer: Viewer, day: date) -> int:
    """Return on how many contracts the viewer must act on a city day."""
    statement = select(func.count()).select_from(StandingSpan).join(Contract, Contract.id == StandingSpan.contract_id)
    return session.scalar(statement.where(*_waits(viewer, day))) or 0


def departments(session: Session, viewer: Viewer, day: date) -> list[DepartmentLine]:
    """Return a line per department with contracts in force that share data on a city day, by name."""
    counts: dict[int, Counter[Standing]] = {}
    for (department_id, kind), number in standing.by_department(session, viewer, day).items():
        if kind in IN_FORCE_SHARING:
            counts.setdefault(department_id, Counter())[kind] = number
    names = select(Department.id, Department.name).where(Department.id.in_(sorted(counts))).order_by(Department.name)
    return [
        DepartmentLine(
            id=number,
            name=name,
            in_force=counts[number].total(),
            comply=sum(counts[number][kind] for kind in COMPLYING),
            worst=max(counts[number], key=SEVERITY.index),
        )
        for number, name in session.execute(names)
    ]


def running_out(session: Session, viewer: Viewer, day: date, days: int = 90) -> list[Week]:
    """Return, week by week for `days` days after a city day, the complying contracts whose coverage ends."""
    statement = (
        select(StandingSpan.expires_on, StandingSpan.tier, func.count())
        .where(standing.holding(day), standing.running_out(day, days), within(viewer, StandingSpan.department_id))
        .group_by(StandingSpan.expires_on, StandingSpan.tier)
    )
    monday = day - timedelta(days=day.weekday())
    weeks: dict[date, Counter[int]] = {
        monday + timedelta(weeks=at): Counter() for at in range((days + day.weekday()) // 7 + 1)
    }
    for expires_on, tier, number in session.execute(statement):
        if expires_on is not None:
            weeks[expires_on - timedelta(days=expires_on.weekday())][tier or 0] += number
    return [Week(begins_on, dict(by_tier)) for begins_on, by_tier in weeks.items()]


def trend(session: Session, viewer: Viewer, day: date, months: int = 12) -> list[Month]:
    """Return the counts on the first day of each month, from `months` months before a city day to as many after."""
    first = day.replace(day=1) - relativedelta(months=months)
    counts = Counter(standing.on_day(session, viewer, first))
    changes = _month_changes(session, viewer, first, day.replace(day=1) + relativedelta(months=months))
    # What changes on the first day of a month is in that month's count already.
    firsts = _first_day_changes(session, viewer, first, day.replace(day=1) + relativedelta(months=months))
    found = [Month(first, dict(counts))]
    for at in range(1, 2 * months + 1):
        begins_on, before = first + relativedelta(months=at), first + relativedelta(months=at - 1)
        counts = Counter(counts)
        for kind in Standing:
            rest = changes.get((before, kind), 0) - firsts.get((before, kind), 0)
            counts[kind] += rest + firsts.get((begins_on, kind), 0)
        found.append(Month(begins_on, dict(counts)))
    return found


def _month_changes(session: Session, viewer: Viewer, first: date, last: date) -> dict[tuple[date, Standing], int]:
    months = StandingTally.begins_on.between(first, min(last, LAST_DAY))
    return _changes(session, viewer, (StandingTally.grain == "month") & months)


def _first_day_changes(session: Session, viewer: Viewer, first: date, last: date) -> dict[tuple[date, Standing], int]:
    firsts = [first]
    while firsts[-1] < last:
        firsts.append(firsts[-1] + relativedelta(months=1))
    on_firsts = (StandingTally.grain == "day") & StandingTally.begins_on.in_(firsts)
    return _changes(session, viewer, on_firsts)


def _changes(session: Session, viewer: Viewer, when: ColumnElement[bool]) -> dict[tuple[date, Standing], int]:
    tally = StandingTally
    statement = (
        select(tally.begins_on, tally.standing, func.sum(tally.net))
        .where(when, within(viewer, tally.department_id))
        .group_by(tally.begins_on, tally.standing)
    )
    return {(begins_on, kind): int(net) for begins_on, kind, net in session.execute(statement)}


def _waits(viewer: Viewer, day: date) -> Sequence[ColumnElement[bool]]:
    mine = or_(Contract.owner_id == viewer.id, Contract.owner_id.is_(None), StandingSpan.stage == Stage.CITY_REVIEWS)
    stages = StandingSpan.stage.in_(stages_of(viewer))
    return (standing.holding(day), within(viewer, StandingSpan.department_id), stages, mine)
