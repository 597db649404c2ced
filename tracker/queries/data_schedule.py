"""The data schedule of a contract: its lines, its declaration, and the catalogue that they choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain.catalogue_words import PERSONAL_FORMS, Direction, Form
from tracker.domain.record_words import DeclarationKind
from tracker.models.catalogue import DataElement, DataSubject
from tracker.models.contract import Contract
from tracker.models.data_schedule import DataLine, Declaration
from tracker.models.vendor import Vendor
from tracker.queries import search
from tracker.queries.scope import Viewer, within


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line held true now, with its element; days are the city's, the last day counts, None is open.

    `subjects` are names, `subject_codes` their codes; `name` is what was specified for an "other".
    """

    id: int
    element_id: int
    code: str
    name: str
    group: str
    tier: int
    sensitive: bool
    breach_trigger: bool
    is_other: bool
    subject_codes: tuple[str, ...]
    subjects: tuple[str, ...]
    purpose: str
    direction: Direction
    form: Form
    retention: str
    country: str
    from_on: date | None
    through_on: date | None

    @property
    def personal(self) -> bool:
        """Whether it goes in a form that can be linked to a person."""
        return self.form in PERSONAL_FORMS


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """What somebody declared and when; `from_on` None means since the contract's start."""

    id: int
    kind: DeclarationKind
    reason: str
    from_on: date | None
    uses_ai: bool
    usage_protocol: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ElementRow:
    """A kind of personal data of the catalogue."""

    id: int
    code: str
    group: str
    name: str
    tier: int
    sensitive: bool
    breach_trigger: bool
    is_other: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A contract whose schedule can be copied."""

    contract_id: int
    number: str
    title: str
    vendor_name: str
    same_vendor: bool


def lines(session: Session, contract_id: int, day: date, *, ended: bool = False) -> list[LineRow]:
    """Return the lines in force on `day` or beginning later, in the catalogue's order.

    With `ended` those that ended before the day come too, after the others of their element.
    """
    statement = (
        select(DataLine, DataElement)
        .join(DataElement, DataElement.id == DataLine.element_id)
        .where(DataLine.contract_id == contract_id, DataLine.replaced_at.is_(None))
        .order_by(DataElement.position, DataElement.id, DataLine.id)
    )
    if not ended:
        statement = statement.where(or_(DataLine.through_on.is_(None), DataLine.through_on >= day))
    names = subject_names(session)
    return [_row(line, element, names) for line, element in session.execute(statement)]


def declaration(session: Session, contract_id: int) -> DeclarationRow | None:
    """Return the declaration held true now that begins last, or None when nobody has said anything."""
    statement = (
        select(Declaration)
        .where(Declaration.contract_id == contract_id, Declaration.replaced_at.is_(None))
        .order_by(Declaration.from_on.desc().nulls_last(), Declaration.id.desc())
        .limit(1)
    )
    row = session.scalars(statement).first()
    if row is None:
        return None
    return DeclarationRow(row.id, row.kind, row.reason, row.from_on, row.uses_ai, row.usage_protocol, row.recorded_at)


def elements(session: Session) -> list[ElementRow]:
    """Return the whole catalogue in its order, retired elements included."""
    return [
        ElementRow(
            row.id, row.code, row.group_name, row.name, row.tier, row.sensitive, row.breach_trigger,
            row.is_other, row.retired_at is not None,
        )
        for row in session.scalars(select(DataElement).order_by(DataElement.position, DataElement.id))
    ]  # fmt: skip


def subject_names(session: Session) -> dict[str, str]:
    """Return the names of the kinds of people by code, in the catalogue's order, retired ones included."""
    rows = session.execute(select(DataSubject.code, DataSubject.name).order_by(DataSubject.position, DataSubject.id))
    return {row.code: row.name for row in rows}


def subject_choices(session: Session) -> dict[str, str]:
    """Return the names of the kinds of people that can be chosen, by code, in the catalogue's order."""
    statement = select(DataSubject.code, DataSubject.name).where(DataSubject.retired_at.is_(None))
    return {row.code: row.name for row in session.execute(statement.order_by(DataSubject.position, DataSubject.id))}


def sources(session: Session, viewer: Viewer, contract_id: int, text: str, limit: int = 12) -> list[SourceRow]:
    """Return contracts with a schedule to copy from: the same vendor's first, then the same department's.

    `text` narrows by words of number, title or vendor; only contracts that the viewer may see are named.
    """
    own = session.execute(select(Contract.vendor_id, Contract.department_id).where(Contract.id == contract_id)).one()
    has_lines = select(DataLine.contract_id).where(DataLine.contract_id == Contract.id, DataLine.replaced_at.is_(None))
    statement = (
        select(Contract.id, Contract.number, Contract.title, Vendor.name, Contract.vendor_id == own.vendor_id)
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .where(Contract.id != contract_id, Contract.archived_at.is_(None), has_lines.exists())
        .where(within(viewer, Contract.department_id))
        .order_by(
            (Contract.vendor_id == own.vendor_id).desc(),
            (Contract.department_id == own.department_id).desc(),
            Contract.id.desc(),
        )
    )
    statement = statement.where(*search.contracts_holding(session, text, Contract.id))
    return [SourceRow(*row) for row in session.execute(statement.limit(limit))]


def purposes(rows: Sequence[LineRow]) -> list[str]:
    """Return the purposes that these lines name, each once, in alphabetical order."""
    return sorted({row.purpose for row in rows if row.purpose})


def _row(line: DataLine, element: DataElement, names: dict[str, str]) -> LineRow:
    return LineRow(
        line.id,
        element.id,
        element.code,
        line.other_text if element.is_other and line.other_text else element.name,
        element.group_name,
        element.tier,
        element.sensitive,
        element.breach_trigger,
        element.is_other,
        tuple(line.subjects),
        tuple(names.get(code, code) for code in line.subjects),
        line.purpose,
        line.direction,
        line.form,
        line.retention,
        line.country,
        line.from_on,
        line.through_on,
    )
