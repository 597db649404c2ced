"""Version outlook: which contracts a version of the requirements would leave behind, and when; nothing is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.policy import Clause, RequirementVersion
from tracker.domain.rule import Rule
from tracker.domain.standings import Standing
from tracker.domain.version_change import Leaving, Left, left_behind, without
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.event import Event
from tracker.models.event_seal import EventSeal
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.queries.facts import facts_of
from tracker.queries.memory import Memory
from tracker.queries.policy import policy
from tracker.queries.requirement_drafts import DraftClause

BATCH: Final = 500
COVERED: Final = (Standing.CURRENT, Standing.EXPIRING, Standing.WAIVED, Standing.GAP, Standing.OUTDATED)


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A contract that the version leaves behind; `out_on` is the first day without cover, a day of the city."""

    contract_id: int
    number: str
    title: str
    vendor_id: int
    vendor: str
    department: str
    how: Leaving
    out_on: date
    version: int | None
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionOutlook:
    """All contracts that a version leaves behind, by day and number, and how many were looked at."""

    rows: tuple[LeftRow, ...]
    looked_at: int

    @property
    def outdated(self) -> int:
        """How many become outdated when the grace period is over."""
        return sum(row.how is Leaving.OUTDATED for row in self.rows)

    @property
    def expired(self) -> int:
        """How many run out by themselves before."""
        return len(self.rows) - self.outdated

    @property
    def vendors(self) -> int:
        """How many vendors those contracts are with."""
        return len({row.vendor_id for row in self.rows})

    @property
    def by_department(self) -> list[tuple[str, int, int]]:
        """Name of each department with how many become outdated and run out."""
        found = Counter((row.department, row.how) for row in self.rows)
        names = sorted({row.department for row in self.rows})
        return [(name, found[name, Leaving.OUTDATED], found[name, Leaving.EXPIRED]) for name in names]

    @property
    def by_day(self) -> list[tuple[date, int, int]]:
        """Each day with how many become outdated and run out on it."""
        found = Counter((row.out_on, row.how) for row in self.rows)
        days = sorted({row.out_on for row in self.rows})
        return [(day, found[day, Leaving.OUTDATED], found[day, Leaving.EXPIRED]) for day in days]


REMEMBERED: Final[Memory[VersionOutlook]] = Memory(most=8, seconds=600)


def as_version(number: int, effective_on: date, grace_days: int, clauses: Iterable[DraftClause]) -> RequirementVersion:
    """Return a version, published or not, as the timeline reads it."""
    told = tuple(Clause(clause.code, Rule.parse(clause.rule)) for clause in clauses)
    return RequirementVersion(number, effective_on, grace_days, told)


def version_outlook(
    session: Session, version: RequirementVersion, day: date, vendor_id: int | None = None
) -> VersionOutlook:
    """Return what publishing a version does to the contracts covered on a city day or later.

    Of a version that is published it says what that did. `timeline()` is asked twice for each contract whose stored
    spans show cover; the others cannot become outdated. Reads 500 contracts at a time. An answer is remembered until
    something is recorded, ten minutes at most, so that the next page of it costs nothing.
    """
    days = (version.effective_on, version.grace_days, day)
    key = (*_recorded(session), version.number, version.clauses, days, vendor_id)
    found = REMEMBERED.get(key)
    if found is None:
        found = _judged(session, version, day, vendor_id)
        REMEMBERED.put(key, found)
    return found


def _recorded(session: Session) -> tuple[str, int | None, str | None]:
    # An event's number can come again after a rollback; no two histories share a link.
    link = select(EventSeal.link).order_by(EventSeal.position.desc()).limit(1)
    return f"{session.get_bind().engine.url}", session.scalar(select(func.max(Event.id))), session.scalar(link)


def _judged(session: Session, version: RequirementVersion, day: date, vendor_id: int | None) -> VersionOutlook:
    before = without(policy(session), version.number)
    ids = _covered(session, day, vendor_id)
    found: dict[int, Left] = {}
    for start in range(0, len(ids), BATCH):
        for item in facts_of(session, ids[start : start + BATCH]):
            left = left_behind(item.facts, before, version, day)
            if left is not None:
                found[item.contract_id] = left
    rows = sorted(_named(session, found), key=lambda row: (row.out_on, row.number))
    return VersionOutlook(tuple(rows), len(ids))


def _covered(session: Session, day: date, vendor_id: int | None) -> list[int]:
    statement = select(StandingSpan.contract_id).where(
        StandingSpan.until_on > day,
        StandingSpan.standing.in_(COVERED),
        or_(StandingSpan.attestation_id.is_not(None), StandingSpan.standing == Standing.WAIVED),
    )
    if vendor_id is not None:
        statement = statement.where(StandingSpan.vendor_id == vendor_id)
    return sorted(set(session.scalars(statement)))


def _named(session: Session, found: dict[int, Left]) -> Iterator[LeftRow]:
    ids: Sequence[int] = sorted(found)
    for start in range(0, len(ids), BATCH):
        statement = (
            select(
                Contract.id,
                Contract.number,
                Contract.title,
                Contract.vendor_id,
                Vendor.name.label("vendor"),
                Department.name.label("department"),
            )
            .join(Vendor, Vendor.id == Contract.vendor_id)
            .join(Department, Department.id == Contract.department_id)
            .where(Contract.id.in_(ids[start : start + BATCH]))
        )
        for row in session.execute(statement):
            left = found[row.id]
            yield LeftRow(
                row.id, row.number, row.title, row.vendor_id, row.vendor, row.department,
                left.how, left.out_on, left.version, left.clauses,
            )  # fmt: skip
