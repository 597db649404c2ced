"""What a report says beyond the grid's rows, for some hundred contracts at a time: reasons, due days, data, gaps."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import Form
from tracker.domain.days import FIRST_DAY
from tracker.domain.gap import Kind, gap_on
from tracker.domain.reasons import Because, Reason, reasons_from_json
from tracker.models.catalogue import DataElement
from tracker.models.data_schedule import DataLine
from tracker.models.request import Request, RequestContract, RequestStep
from tracker.models.standing import StandingSpan
from tracker.queries import contracts_grid, standing
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.facts import facts_of
from tracker.queries.gap_matrix import opened_on
from tracker.queries.policy import policy
from tracker.queries.requests import WITH_VENDOR
from tracker.queries.scope import Viewer

FORMS = tuple(Form)
WHOLE = {
    Because.NEVER_ATTESTED: "everything: never attested",
    Because.ATTESTATION_EXPIRED: "everything: the attestation expired",
    Because.ATTESTATION_REVOKED: "everything: the attestation was revoked",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a contract lacks: `kind` element, clause, version or everything; `subject` its code or words.

    `since_on` is the first city day of the unbroken run on which it was lacking; None when it always was.
    `waived_through_on` is the last city day through which a waiver in force excuses it.
    """

    kind: str
    subject: str
    since_on: date | None
    waived_through_on: date | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A data element that is shared by somebody."""

    id: int
    name: str


def reasons(session: Session, contract_ids: Collection[int], day: date) -> dict[int, tuple[Reason, ...]]:
    """Return, by contract, why it stands on a city day as it does."""
    statement = select(StandingSpan.contract_id, StandingSpan.reasons).where(
        StandingSpan.contract_id.in_(contract_ids), standing.holding(day)
    )
    return {row[0]: reasons_from_json(row[1]) for row in session.execute(statement)}


def due_days(session: Session, contract_ids: Collection[int], day: date) -> dict[int, date]:
    """Return, by contract, the day by which the vendor is to answer or correct the newest request open on a city day.

    A request stands where its last step by that day left it.
    """
    last = (
        select(func.max(RequestStep.id))
        .where(RequestStep.request_id == Request.id, RequestStep.on_day <= day)
        .correlate(Request)
        .scalar_subquery()
    )
    statement = (
        select(RequestContract.contract_id, Request.due_on)
        .join(Request, Request.id == RequestContract.request_id)
        .join(RequestStep, RequestStep.id == last)
        .where(RequestContract.contract_id.in_(contract_ids), RequestStep.kind.in_(WITH_VENDOR))
        .order_by(Request.id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def forms(session: Session, contract_ids: Collection[int], day: date) -> dict[int, dict[int, Form]]:
    """Return, by contract and element id, in which form the element goes on a city day; of several the least safe."""
    statement = select(DataLine.contract_id, DataLine.element_id, DataLine.form).where(
        DataLine.contract_id.in_(contract_ids), _going(day)
    )
    found: dict[int, dict[int, Form]] = {}
    for contract_id, element_id, form in session.execute(statement):
        of_contract = found.setdefault(contract_id, {})
        of_contract[element_id] = min(form, of_contract.get(element_id, form), key=FORMS.index)
    return found


def elements(session: Session, viewer: Viewer, query: GridQuery) -> list[Element]:
    """Return the elements that the contracts of a grid share on its day, in the order of the catalogue."""
    asked = contracts_grid.ids_statement(session, viewer, query)
    shared = select(DataLine.element_id).where(DataLine.contract_id.in_(asked), _going(query.on))
    statement = select(DataElement.id, DataElement.name).where(DataElement.id.in_(shared))
    return [Element(*row) for row in session.execute(statement.order_by(DataElement.position, DataElement.id))]


def names(session: Session) -> dict[str, str]:
    """Return the names of all elements by code."""
    return {row[0]: row[1] for row in session.execute(select(DataElement.code, DataElement.name))}


def gaps(session: Session, contract_ids: Collection[int], day: date) -> dict[int, list[Gap]]:
    """Return, by contract, what it lacks on a city day, excused things too, and since when.

    Where nothing at all is in force, one gap says so for everything; where a whole version is outdated, one for it.
    """
    found = _whole(session, contract_ids, day)
    rules = policy(session)
    for item in facts_of(session, [number for number in contract_ids if number not in found]):
        lacking = gap_on(item.facts, rules, day)
        version = [] if lacking.valid or not lacking.held else _outdated(session, item.contract_id, day)
        kinds = (Kind.ELEMENT,) if version else tuple(Kind)
        found[item.contract_id] = version + [
            Gap(str(one.kind), one.subject, opened_on(one), one.waived_through_on)
            for kind in kinds
            for one in lacking.of(kind)
        ]
    return {number: some for number, some in found.items() if some}


def _whole(session: Session, contract_ids: Collection[int], day: date) -> dict[int, list[Gap]]:
    """Return the one gap of each contract of which nothing is in force and nothing excused, from the spans."""
    return {number: some for number, some in _of_spans(session, contract_ids, day, WHOLE).items() if some}


def _outdated(session: Session, contract_id: int, day: date) -> list[Gap]:
    return _of_spans(session, [contract_id], day, (Because.VERSION_OUTDATED,)).get(contract_id, [])


def _of_spans(
    session: Session, contract_ids: Collection[int], day: date, kinds: Collection[str]
) -> dict[int, list[Gap]]:
    span = StandingSpan
    statement = (
        select(span.contract_id, span.from_on, span.reasons)
        .where(span.contract_id.in_(contract_ids), span.from_on <= day)
        .order_by(span.contract_id, span.from_on)
    )
    lacking: dict[int, dict[tuple[str, str], date]] = {}
    for contract_id, from_on, stored in session.execute(statement):
        before = lacking.get(contract_id, {})
        lacking[contract_id] = {key: before.get(key, from_on) for key in _lacks(stored, kinds)}
    return {
        contract_id: [Gap(*key, None if since == FIRST_DAY else since) for key, since in found.items()]
        for contract_id, found in lacking.items()
    }


def _lacks(stored: Sequence[dict[str, Any]], kinds: Collection[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for reason in stored:
        kind = reason["kind"]
        if kind not in kinds:
            continue
        if kind == Because.VERSION_OUTDATED:
            found.append(("version", f"version {reason['version']}"))
        elif len(stored) == 1:
            # With more beside it some of everything is excused: then each thing is told by itself.
            found.append(("everything", WHOLE[kind]))
    return found


def _going(day: date) -> ColumnElement[bool]:
    return and_(
        DataLine.replaced_at.is_(None),
        or_(DataLine.from_on.is_(None), DataLine.from_on <= day),
        or_(DataLine.through_on.is_(None), DataLine.through_on >= day),
    )
