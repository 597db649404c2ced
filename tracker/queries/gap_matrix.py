"""The gap of a contract as a matrix: elements shared and attested, clauses not agreed, on any day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import Answer
from tracker.domain.days import FIRST_DAY
from tracker.domain.facts import Facts
from tracker.domain.gap import Gap, Kind, Missing, Why, gap_on
from tracker.domain.holding import last_day
from tracker.models.attestation import ClauseAnswer
from tracker.models.catalogue import DataElement
from tracker.models.requirement import Clause, RequirementVersion
from tracker.models.review import FollowUp
from tracker.queries.facts import facts_of
from tracker.queries.policy import policy


class Cell(StrEnum):
    """How attested and shared meet for an element."""

    BOTH = "both"
    GAP = "gap"
    WAIVED = "waived"
    OUTDATED = "outdated"
    NOT_SHARED = "attested, not shared"


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element; `since_on` is the city day on which its gap opened (None: always, or there is none)."""

    code: str
    name: str
    tier: int
    sensitive: bool
    attested: bool
    shared: bool
    cell: Cell
    since_on: date | None
    waived_through_on: date | None


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause that is not agreed, or agreed other than plainly.

    `answer` is None when it is not agreed; `said`, `target_on` and `control` are the vendor's words otherwise, and an
    exception is looked at again on `look_again_on`.
    """

    code: str
    text: str
    why: Why | None
    since_on: date | None
    waived_through_on: date | None
    answer: Answer | None = None
    said: str = ""
    target_on: date | None = None
    control: str = ""
    follow_up_id: int | None = None
    look_again_on: date | None = None


@dataclass(frozen=True, slots=True)
class GapMatrix:
    """Elements in the catalogue's order; `agreed` clauses of `applying` ones of a version are agreed.

    `held` tells whether any attestation is in force, `valid` whether one to a version that still counts is.
    """

    elements: tuple[ElementRow, ...] = ()
    clauses: tuple[ClauseRow, ...] = ()
    agreed: int = 0
    applying: int = 0
    version: int | None = None
    held: bool = False
    valid: bool = False

    @property
    def lacking(self) -> tuple[ElementRow, ...]:
        """Elements in a gap that nothing excuses."""
        return tuple(row for row in self.elements if row.cell in {Cell.GAP, Cell.OUTDATED})

    @property
    def not_agreed(self) -> tuple[ClauseRow, ...]:
        """Clauses that are not agreed, excused ones among them."""
        return tuple(row for row in self.clauses if row.answer is None)

    @property
    def with_words(self) -> tuple[ClauseRow, ...]:
        """Clauses agreed with an exception, or accepted as not applicable."""
        return tuple(row for row in self.clauses if row.answer is not None)


def gap_matrix(session: Session, contract_id: int, day: date) -> GapMatrix:
    """Return the matrix of a contract on a city day, by what is known now; empty for an archived contract."""
    found = facts_of(session, [contract_id])
    if not found:
        return GapMatrix()
    facts = found[0].facts
    gap = gap_on(facts, policy(session), day)
    lacks = gap.of(Kind.CLAUSE)
    answered = [*_answered(session, facts, gap, day)]
    return GapMatrix(
        elements=tuple(_elements(session, gap)),
        clauses=(*_not_agreed(session, gap, lacks), *answered),
        agreed=len(gap.agreed),
        applying=len(gap.agreed) + len(lacks),
        version=gap.version,
        held=gap.held,
        valid=gap.valid,
    )


def opened_on(item: Missing) -> date | None:
    """Return the city day on which a gap opened; None when it always was."""
    return None if item.since_on == FIRST_DAY else item.since_on


def _elements(session: Session, gap: Gap) -> Iterable[ElementRow]:
    lacking = {item.subject: item for item in gap.of(Kind.ELEMENT)}
    wanted = select(DataElement.code, DataElement.name, DataElement.tier, DataElement.sensitive).where(
        DataElement.code.in_(sorted(gap.shared | gap.attested))
    )
    for code, name, tier, sensitive in session.execute(wanted.order_by(DataElement.position, DataElement.id)):
        item = lacking.get(code)
        yield ElementRow(
            code, name, tier, sensitive, code in gap.attested, code in gap.shared, _cell(code, gap, lacking),
            opened_on(item) if item else None, item.waived_through_on if item else None,
        )  # fmt: skip


def _cell(code: str, gap: Gap, lacking: Mapping[str, Missing]) -> Cell:
    item = lacking.get(code)
    if item is not None and not item.open:
        return Cell.WAIVED
    if code in gap.stale:
        return Cell.OUTDATED
    if item is not None:
        return Cell.GAP
    return Cell.BOTH if code in gap.shared else Cell.NOT_SHARED


def _not_agreed(session: Session, gap: Gap, lacks: Iterable[Missing]) -> Iterable[ClauseRow]:
    items = {item.subject: item for item in lacks}
    rows = (
        select(Clause.code, Clause.text)
        .join(RequirementVersion, RequirementVersion.id == Clause.version_id)
        .where(RequirementVersion.number == gap.version, Clause.code.in_(sorted(items)))
        .order_by(Clause.position)
    )
    for code, text in session.execute(rows):
        item = items[code]
        yield ClauseRow(code, text, item.why, opened_on(item), item.waived_through_on)


def _answered(session: Session, facts: Facts, gap: Gap, day: date) -> Iterable[ClauseRow]:
    """Answers of the attestations in force that are not plain agreement, to clauses that apply."""
    held = [item.attestation_id for item in facts.attestations if item.effective_on <= day <= last_day(item)]
    rows = (
        select(
            Clause.code, Clause.text, ClauseAnswer.answer, ClauseAnswer.text, ClauseAnswer.target_on,
            ClauseAnswer.control, FollowUp.id, FollowUp.due_on,
        )
        .join(ClauseAnswer, ClauseAnswer.clause_id == Clause.id)
        .outerjoin(
            FollowUp,
            (FollowUp.attestation_id == ClauseAnswer.attestation_id) & (FollowUp.clause_id == Clause.id),
        )
        .where(
            ClauseAnswer.attestation_id.in_(held),
            ClauseAnswer.answer != Answer.AGREE,
            Clause.code.in_(sorted(gap.agreed)),
        )
        .order_by(Clause.position, ClauseAnswer.attestation_id)
    )  # fmt: skip
    for code, text, answer, said, target_on, control, follow_up_id, look_again_on in session.execute(rows):
        yield ClauseRow(
            code, text, None, None, None, answer, said, target_on, control, follow_up_id, look_again_on
        )  # fmt: skip
