"""A contract as it was known at a moment: its terms, what it lets go, certificates of disposal, and how it stood."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.domain.policy import Policy
from tracker.domain.timeline import Span, timeline
from tracker.models.catalogue import DataElement
from tracker.models.contract import ContractTerm, Disposal
from tracker.models.data_schedule import DataLine, Declaration
from tracker.queries.facts import facts_of

Moment = InstrumentedAttribute[datetime]
MaybeMoment = InstrumentedAttribute[datetime | None]


@dataclass(frozen=True, slots=True)
class Known:
    """Rows as JSON values, days as ISO text; `span` is how the contract stood, None for an archived one."""

    terms: list[dict[str, Any]]
    declarations: list[dict[str, Any]]
    shared: list[dict[str, Any]]
    disposals: list[dict[str, Any]]
    span: Span | None


def known(session: Session, contract_id: int, day: date, until_at: datetime, policy: Policy) -> Known:
    """Return what was known of a contract before a moment (UTC), and how it stood on the city's day."""
    terms = select(
        ContractTerm.item_number, ContractTerm.starts_on, ContractTerm.through_on, ContractTerm.disposal_days
    ).where(ContractTerm.contract_id == contract_id, _held(ContractTerm, until_at))
    declared = select(
        Declaration.kind, Declaration.reason, Declaration.from_on, Declaration.uses_ai, Declaration.usage_protocol,
        Declaration.recorded_at,
    ).where(Declaration.contract_id == contract_id, _held(Declaration, until_at))  # fmt: skip
    certified = select(Disposal.certified_on, Disposal.method, Disposal.certified_by).where(
        Disposal.contract_id == contract_id, _held(Disposal, until_at)
    )
    return Known(
        _rows(session, terms.order_by(ContractTerm.id)),
        _rows(session, declared.order_by(Declaration.id)),
        _rows(session, _lines(contract_id, until_at)),
        _rows(session, certified.order_by(Disposal.id)),
        _span(session, contract_id, day, until_at, policy),
    )


def _lines(contract_id: int, until_at: datetime) -> Any:  # noqa: ANN401  # a statement of many columns
    return (
        select(
            DataElement.code, DataElement.name, DataElement.tier, DataElement.sensitive, DataLine.other_text,
            DataLine.subjects, DataLine.purpose, DataLine.direction, DataLine.form, DataLine.retention,
            DataLine.country, DataLine.from_on, DataLine.through_on, DataLine.recorded_at,
        )
        .join(DataElement, DataElement.id == DataLine.element_id)
        .where(DataLine.contract_id == contract_id, _held(DataLine, until_at))
        .order_by(DataElement.position, DataElement.id, DataLine.id)
    )  # fmt: skip


def _held(table: Any, until_at: datetime) -> ColumnElement[bool]:  # noqa: ANN401  # four tables with these columns
    recorded_at: Moment = table.recorded_at
    replaced_at: MaybeMoment = table.replaced_at
    return (recorded_at < until_at) & or_(replaced_at.is_(None), replaced_at >= until_at)


def _span(session: Session, contract_id: int, day: date, until_at: datetime, policy: Policy) -> Span | None:
    found = facts_of(session, [contract_id], known_at=until_at)
    if not found:
        return None
    return next((span for span in timeline(found[0].facts, policy) if span.from_on <= day < span.until_on), None)


def _rows(session: Session, statement: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # a statement of many columns
    return [{name: _plain(value) for name, value in row._asdict().items()} for row in session.execute(statement)]


def _plain(value: Any) -> Any:  # noqa: ANN401  # values of any column
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, int | list | None) else str(value)
