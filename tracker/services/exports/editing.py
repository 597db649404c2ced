"""The export for editing: a workbook that comes back with what was typed into it, and nothing lost."""

from collections.abc import Iterator
from secrets import token_hex
from typing import IO, Final

from sqlalchemy import insert, select

from tracker.domain.import_words import ImportKind
from tracker.exports.sheet import Column, Kind, Row, Sheet
from tracker.exports.workbook import Book
from tracker.imports.fields import FieldType
from tracker.imports.kinds import KINDS
from tracker.models.department import Department
from tracker.models.export_run import EditableExport, EditableRow
from tracker.models.person import Person
from tracker.queries.scope import Viewer, within
from tracker.services import events, status_report
from tracker.services.exports.asked import Asked
from tracker.services.exports.editable import ABOUT, FIELDS, IDENTITY, RECORD, SHEET, TOKEN, Editable, editables
from tracker.services.exports.status import report_of
from tracker.services.exports.view import Told
from tracker.services.exports.views import VIEWS
from tracker.services.exports.writing import about
from tracker.services.work import Work

KINDS_OF: Final = {
    FieldType.DAY: Kind.DAY,
    FieldType.AMOUNT: Kind.MONEY,
    FieldType.COUNT: Kind.NUMBER,
    FieldType.LONG: Kind.PROSE,
}
WIDTHS: Final = {"vendor": 32, "title": 40, "department": 26, "owner": 28, "renewal_terms": 40, "note": 50}
HOW: Final = (
    "Change what stands in the white columns; take whole rows away that are of no concern. What is taken away here "
    "stays in the tracker. New contracts are typed below the last row. Bring the workbook in on the page Imports: it "
    "shows every change, and what others changed meanwhile, before anything is kept."
)


def write_for_editing(work: Work, asked: Asked, stream: IO[bytes], told: Told = int) -> int:
    """Write the contracts of a grid as a workbook to be edited, and keep what was given out; return how many.

    The rows carry their record and its version; a hidden sheet names the export. The caller commits.
    """
    token = token_hex(16)
    filters = VIEWS["status"].filters(work, asked)
    book = Book(about(work, "Contracts for editing", asked.on, filters))
    part = book.open(Sheet(SHEET, columns(work, asked.viewer), protected=True))
    work.session.add(
        EditableExport(token=token, person_id=asked.viewer.id or None, view="status", as_of=asked.on, made_at=work.now)
    )
    work.session.flush()
    report, total = report_of(asked), 0
    for batch in status_report.batches(work.session, report, report.query):
        found = editables(work, [entry.row.id for entry in batch])
        part.add(map(_row, found))
        kept = [{"token": token, "record_id": one.id, "version": one.version, "values": one.said} for one in found]
        work.session.execute(insert(EditableRow), kept)
        total += len(found)
        told(len(found))
    info = Sheet(ABOUT, (Column("What", width=20), Column("Value", Kind.PROSE, 90)), hidden=True)
    book.open(info).add(_about(work, token, asked, filters, total))
    book.close(stream)
    sentence = f"took {total:,} contracts along for editing"
    person = (("person", asked.viewer.id),) if asked.viewer.id else ()
    events.record(work, "export:editable", sentence, *person, details={"export": token})
    return total


def columns(work: Work, viewer: Viewer) -> tuple[Column, ...]:
    """Return the columns: what identifies a row is locked, departments and owners are offered as lists."""
    kind = KINDS[ImportKind.CONTRACTS]
    offered = {"department": _departments(work, viewer), "owner": _owners(work)}
    shown = [
        Column(
            kind.field(key).label,
            KINDS_OF.get(kind.field(key).type, Kind.TEXT),
            WIDTHS.get(key, 16),
            key,
            offered.get(key, ()),
            locked=key in IDENTITY,
        )
        for key in FIELDS
    ]
    hidden = [
        Column(kind.field(RECORD).label, Kind.NUMBER, 8, RECORD, locked=True, hidden=True),
        Column("Tracker version", Kind.NUMBER, 8, "version", locked=True, hidden=True),
    ]
    return (*shown, *hidden)


def _row(one: Editable) -> Row:
    return (*[one.cells[key] for key in FIELDS], one.id, one.version)


def _about(work: Work, token: str, asked: Asked, filters: tuple[str, ...], total: int) -> Iterator[Row]:
    yield TOKEN, token
    yield "As of", asked.on.isoformat()
    yield "Made at", work.now.astimezone(work.settings.zone).isoformat(timespec="seconds")
    yield "For", asked.viewer.name
    yield "Filters", "; ".join(filters) or "none"
    yield "Contracts", str(total)
    yield "How", HOW


def _departments(work: Work, viewer: Viewer) -> tuple[str, ...]:
    rows = select(Department.name).where(within(viewer, Department.id), Department.archived_at.is_(None))
    return tuple(work.session.scalars(rows.order_by(Department.name)))


def _owners(work: Work) -> tuple[str, ...]:
    return tuple(work.session.scalars(select(Person.email).where(Person.active).order_by(Person.email)))
