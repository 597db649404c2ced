"""What an export for editing holds of a contract: its columns, and their values as they are read back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from tracker.domain.import_words import ImportKind
from tracker.exports.sheet import Value as Cell
from tracker.imports.cells import CellUnreadable
from tracker.imports.kinds import KINDS
from tracker.imports.mapping import Mapping
from tracker.imports.values import Read, Value, reader
from tracker.models.contract import Contract, ContractTerm
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.models.vendor import Vendor
from tracker.services.list_imports.terms import latest_key
from tracker.services.work import Work

SHEET: Final = "Contracts"
ABOUT: Final = "About this export"
TOKEN: Final = "Export"  # noqa: S105  # the heading of a line
IDENTITY: Final = ("contract_number", "item_number", "vendor", "vendor_number")
EDITED: Final = (
    "department",
    "title",
    "owner",
    "starts_on",
    "through_on",
    "amount",
    "disposal_days",
    "breach_notice_hours",
    "renewal_terms",
    "note",
)
FIELDS: Final = (*IDENTITY, *EDITED)
TERM: Final = ("item_number", "starts_on", "through_on", "disposal_days")
RECORD: Final = "record"


@dataclass(frozen=True, slots=True)
class Editable:
    """A contract as an export for editing gives it out: `cells` as they are written, by field."""

    id: int
    version: int
    cells: dict[str, Cell]

    @property
    def said(self) -> dict[str, str]:
        """The values as text, in the form in which they are compared when they come back."""
        return {key: said(key, self.cells[key]) for key in FIELDS}


def editables(work: Work, ids: Sequence[int]) -> list[Editable]:
    """Return contracts as they stand now, in the order of the ids; the term is the latest one."""
    columns = (
        Contract.id, Contract.version, Contract.number, Contract.title, Contract.amount, Contract.breach_notice_hours,
        Contract.renewal_terms, Contract.note, Vendor.name.label("vendor"), Vendor.number.label("vendor_number"),
        Department.name.label("department"), Person.email.label("owner"),
    )  # fmt: skip
    rows = (
        select(*columns)
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .join(Department, Department.id == Contract.department_id)
        .outerjoin(Person, Person.id == Contract.owner_id)
        .where(Contract.id.in_(ids))
    )
    terms = _latest_terms(work, ids)
    found = {}
    for row in work.session.execute(rows):
        term = terms.get(row.id)
        found[row.id] = Editable(
            row.id,
            row.version,
            {
                "contract_number": row.number,
                "item_number": term.item_number if term else "",
                "vendor": row.vendor,
                "vendor_number": row.vendor_number,
                "department": row.department,
                "title": row.title,
                "owner": row.owner,
                "starts_on": term.starts_on if term else None,
                "through_on": term.through_on if term else None,
                "amount": row.amount,
                "disposal_days": term.disposal_days if term else None,
                "breach_notice_hours": row.breach_notice_hours,
                "renewal_terms": row.renewal_terms,
                "note": row.note,
            },
        )
    return [found[number] for number in ids if number in found]


def said(key: str, cell: Cell | Value) -> str:
    """Return a value as it is compared: read as the cells of a returned file are read, then written as text."""
    try:
        value = READERS[key](cell)  # type: ignore[arg-type]  # moments and yes-or-no stand in no such column
    except CellUnreadable:
        return str(cell)
    return written(value)


def written(value: Value) -> str:
    """Return a value that was read as the text that is compared and shown; empty for an empty cell."""
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def mapping_of(headings: Sequence[str]) -> Mapping:
    """Return how a returned sheet with these headings is read; columns that were taken away are missing."""
    places = {heading: at for at, heading in enumerate(headings)}
    kind = KINDS[ImportKind.CONTRACTS]
    columns = {key: places[kind.field(key).label] for key in (*FIELDS, RECORD) if kind.field(key).label in places}
    return Mapping(sheet=SHEET, header_row=1, columns=columns, blank_erases=True)


def _readers() -> dict[str, Read]:
    kind, mapping = KINDS[ImportKind.CONTRACTS], Mapping(sheet=SHEET, header_row=1, columns={})
    return {key: reader(kind.field(key), mapping) for key in FIELDS}


READERS: Final = _readers()


def _latest_terms(work: Work, ids: Iterable[int]) -> dict[int, ContractTerm]:
    terms = select(
        ContractTerm.contract_id,
        ContractTerm.item_number,
        ContractTerm.starts_on,
        ContractTerm.through_on,
        ContractTerm.disposal_days,
    ).where(ContractTerm.contract_id.in_(list(ids)), ContractTerm.replaced_at.is_(None))
    found: dict[int, ContractTerm] = {}
    for term in work.session.execute(terms.order_by(ContractTerm.id)):
        known = found.get(term.contract_id)
        if known is None or latest_key(term.starts_on, term.through_on) >= latest_key(
            known.starts_on, known.through_on
        ):
            found[term.contract_id] = term  # type: ignore[assignment]  # a row with the columns of a term
    return found
