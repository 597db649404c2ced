"""Lists brought in: all of them, one of them, what becomes of its rows, and ways of reading that were saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select, true
from sqlalchemy.orm import Session

from tracker.domain.import_words import Fate, ImportKind, ImportState
from tracker.models.list_import import ImportRow, ImportTrace, ListImport, SavedMapping
from tracker.models.person import Person
from tracker.models.reminder_hold import HeldContract
from tracker.queries.scope import Viewer

IMPORTS_PER_PAGE = 50
ROWS_PER_PAGE = 100
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import; moments are UTC, `counts` are rows by fate, `mapping` is empty until its columns were named."""

    id: int
    kind: ImportKind
    state: ImportState
    file_name: str
    digest: str
    size: int
    mapping: dict[str, Any]
    counts: dict[str, int]
    problem: str
    base: str
    skips_refused: bool
    done: int
    total: int
    by: str | None
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class History:
    """One page of imports, the newest first, and how many there are."""

    rows: list[ImportPage]
    total: int


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row of the file; `number` is the row as a spreadsheet counts."""

    number: int
    fate: Fate
    label: str
    column: str
    reason: str
    changes: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of rows in the order of the file, and how many there are."""

    rows: list[Line]
    total: int


def history(session: Session, viewer: Viewer, number: int = 1) -> History:
    """Return one page of the imports that the viewer may see."""
    counted = select(func.count()).select_from(ListImport).where(_visible(viewer))
    chosen = _imports(viewer).order_by(ListImport.id.desc())
    start = (number - 1) * IMPORTS_PER_PAGE
    rows = [_page(row) for row in session.execute(chosen.limit(IMPORTS_PER_PAGE).offset(start))]
    return History(rows, session.scalar(counted) or 0)


def page(session: Session, viewer: Viewer, import_id: int) -> ImportPage | None:
    """Return one import, or None when it is missing or not the viewer's to see."""
    row = session.execute(_imports(viewer).where(ListImport.id == import_id)).first()
    return _page(row) if row else None


def rows(session: Session, import_id: int, fates: Sequence[Fate] = (), text: str = "", number: int = 1) -> Lines:
    """Return one page of the rows of these fates (none named: all) that hold a text in number, label or values."""
    where = [ImportRow.import_id == import_id, *([ImportRow.fate.in_(fates)] if fates else []), *_holding(text)]
    total = session.scalar(select(func.count()).select_from(ImportRow).where(*where)) or 0
    chosen = _lines(where).limit(ROWS_PER_PAGE).offset((number - 1) * ROWS_PER_PAGE)
    return Lines([_line(row) for row in session.execute(chosen)], total)


def problems(session: Session, import_id: int, fates: Sequence[Fate]) -> Iterator[Line]:
    """Yield all rows of these fates, in the order of the file."""
    where = [ImportRow.import_id == import_id, ImportRow.fate.in_(fates)]
    for row in session.execute(_lines(where).execution_options(yield_per=AT_ONCE)):
        yield _line(row)


def hold_of(session: Session, import_id: int) -> int | None:
    """Return the hold under which the reminders about an import's contracts stand; None when there is none."""
    chosen = (
        select(func.max(HeldContract.hold_id))
        .join(ImportTrace, ImportTrace.record_id == HeldContract.contract_id)
        .where(ImportTrace.import_id == import_id, ImportTrace.record == "contract")
    )
    return session.scalar(chosen)


def saved_mappings(session: Session, kind: ImportKind) -> list[tuple[int, str]]:
    """Return the ids and names of the ways of reading that were saved for a kind of list."""
    chosen = select(SavedMapping.id, SavedMapping.name).where(SavedMapping.kind == kind).order_by(SavedMapping.name)
    return [(number, name) for number, name in session.execute(chosen)]


def saved_mapping(session: Session, kind: ImportKind, mapping_id: int) -> dict[str, Any] | None:
    """Return a way of reading that was saved for a kind of list, or None."""
    chosen = select(SavedMapping.mapping).where(SavedMapping.kind == kind, SavedMapping.id == mapping_id)
    return session.scalar(chosen)


def recognized(session: Session, kind: ImportKind, headings_key: str) -> tuple[str, dict[str, Any]] | None:
    """Return the name of the way of reading last saved for a list with these headings, and itself; or None."""
    chosen = (
        select(SavedMapping.name, SavedMapping.mapping)
        .where(SavedMapping.kind == kind, SavedMapping.headings_key == headings_key)
        .order_by(SavedMapping.created_at.desc(), SavedMapping.id.desc())
        .limit(1)
    )
    found = session.execute(chosen).first()
    return (found[0], found[1]) if found else None


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    # A list may name anything of the city: who sees a part of it sees the lists that he brought in himself.
    return ListImport.person_id == viewer.id if viewer.departments else true()


def _imports(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ListImport.id,
            ListImport.kind,
            ListImport.state,
            ListImport.file_name,
            ListImport.digest,
            ListImport.size,
            ListImport.mapping,
            ListImport.counts,
            ListImport.problem,
            ListImport.base,
            ListImport.skips_refused,
            ListImport.done,
            ListImport.total,
            Person.name.label("by"),
            ListImport.created_at,
            ListImport.applied_at,
            ListImport.undone_at,
            ListImport.version,
        )
        .outerjoin(Person, Person.id == ListImport.person_id)
        .where(_visible(viewer))
    )


def _page(row: Any) -> ImportPage:  # noqa: ANN401  # a row of the statement above
    number, kind, state, *rest = row
    return ImportPage(number, ImportKind(kind), ImportState(state), *rest)


def _lines(where: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    columns = (
        ImportRow.number, ImportRow.fate, ImportRow.label, ImportRow.column, ImportRow.reason, ImportRow.changes,
    )  # fmt: skip
    return select(*columns).where(*where).order_by(ImportRow.number)


def _line(row: Any) -> Line:  # noqa: ANN401  # a row of the statement above
    number, fate, *rest = row
    return Line(number, Fate(fate), *rest)


def _holding(text: str) -> list[ColumnElement[bool]]:
    if not text:
        return []
    wanted = f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
    places = (ImportRow.label, ImportRow.reason, cast(ImportRow.changes, String), cast(ImportRow.number, String))
    return [or_(*(place.ilike(wanted, escape="!") for place in places))]
