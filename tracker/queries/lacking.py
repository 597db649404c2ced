"""What a contract lacks on a day, beside everything that could be excused."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.coming import coming
from tracker.domain.lack import lack_of
from tracker.domain.look import PlainLook
from tracker.models.catalogue import DataElement
from tracker.models.requirement import Clause, RequirementVersion
from tracker.queries.facts import facts_of
from tracker.queries.policy import policy


@dataclass(frozen=True, slots=True)
class Excusable:
    """An element (`value` its id) or a clause (`value` its code); `missing` says whether it is missing today."""

    value: str
    name: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """Elements and clauses that a waiver could name."""

    elements: tuple[Excusable, ...] = ()
    clauses: tuple[Excusable, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether something is missing today."""
        return any(item.missing for item in (*self.elements, *self.clauses))


def lacking(session: Session, contract_id: int, day: date) -> Lacking:
    """Return the elements shared on a city day or later and the clauses that apply, each missing that day or not.

    Waivers are left aside: what one excuses already is missing all the same. Empty for an archived contract and
    for one that shares nothing personal.
    """
    found = facts_of(session, [contract_id])
    if not found:
        return Lacking()
    facts, rules = found[0].facts, policy(session)
    look, shared = PlainLook(facts, rules), coming(facts, day)
    if not shared.elements:
        return Lacking()
    lack = lack_of(look.sharing(day), look.holding(day))
    version = lack.asked_by or rules.version_on(day)
    codes = version.codes_for(shared.tier, shared.uses_ai, shared.protocol_named) if version else ()
    return Lacking(
        _elements(session, shared.elements, lack.elements),
        _clauses(session, version.number if version else 0, frozenset(codes) | lack.clauses, lack.clauses),
    )


def _elements(session: Session, codes: frozenset[str], missing: frozenset[str]) -> tuple[Excusable, ...]:
    rows = select(DataElement.id, DataElement.code, DataElement.name).where(DataElement.code.in_(sorted(codes)))
    return tuple(
        Excusable(str(row.id), row.name, row.code in missing)
        for row in session.execute(rows.order_by(DataElement.position))
    )


def _clauses(session: Session, number: int, codes: frozenset[str], missing: frozenset[str]) -> tuple[Excusable, ...]:
    rows = (
        select(Clause.code, Clause.text)
        .join(RequirementVersion, RequirementVersion.id == Clause.version_id)
        .where(RequirementVersion.number == number, Clause.code.in_(sorted(codes)))
        .order_by(Clause.position)
    )
    return tuple(Excusable(row.code, f"{row.code}: {row.text}", row.code in missing) for row in session.execute(rows))
