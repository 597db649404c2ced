"""Recognizing a workbook that was exported for editing, so that nobody has to say what its columns hold."""

from __future__ import annotations

from tracker.domain.import_words import ImportKind
from tracker.imports.header import header_at
from tracker.imports.mapping import Mapping
from tracker.imports.table import ListUnreadable, Opened
from tracker.models.export_run import EditableExport
from tracker.models.list_import import ListImport
from tracker.services.exports.editable import ABOUT, SHEET, TOKEN, mapping_of
from tracker.services.list_imports import runs
from tracker.services.list_imports.reading import opened
from tracker.services.work import Work


def token_of(book: Opened) -> str:
    """Return the name of the export for editing that a file came from; empty for any other file."""
    for sheet in book.sheets:
        if sheet.name == ABOUT:
            for row in sheet.rows:
                if row and row[0] == TOKEN and len(row) > 1:
                    return str(row[1])
    return ""


def take_up(work: Work, run: ListImport) -> bool:
    """Check a file at once that came back from an export for editing, and flush; return whether it is one.

    Such a file needs nobody to say what its columns hold.
    """
    if run.kind != ImportKind.CONTRACTS or not run.file_name.lower().endswith(".xlsx"):
        return False
    try:
        book = opened(work, run.digest)
        mapping = returned(work, book)
    except ListUnreadable:
        return False
    if mapping is None:
        return False
    run.base = token_of(book)
    runs.set_mapping(work, run, mapping)
    runs.check(work, run)
    return True


def returned(work: Work, book: Opened) -> Mapping | None:
    """Return how a returned file is read; None when it is none, or its export is not known here.

    Raises ListUnreadable when the sheet of contracts was taken away.
    """
    token = token_of(book)
    if not token or work.session.get(EditableExport, token) is None:
        return None
    return mapping_of(header_at(book.sheet(SHEET), 1).headings)
