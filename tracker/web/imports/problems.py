"""The person's own list with its problems written beside the rows."""

from collections.abc import Iterator
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import BinaryIO

from flask import Response, abort, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.store import store_of
from tracker.exports import marked_list, marked_workbook
from tracker.exports.marked_workbook import CannotMark
from tracker.imports.mapping import Mapping
from tracker.queries import list_imports as questions
from tracker.queries.list_imports import ImportPage
from tracker.web.context import session, settings
from tracker.web.imports.blueprint import bp
from tracker.web.imports.file import opened
from tracker.web.imports.seen import seen
from tracker.web.imports.words import FATES, LEFT_OUT
from tracker.web.permissions import permitted

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/<int:import_id>/problems")
@permitted("import:read")
def problems(import_id: int) -> ResponseReturnValue:
    row = seen(import_id)
    if not row.mapping or not any(row.counts.get(fate.value) for fate in LEFT_OUT):
        abort(404)
    mapping = Mapping.from_json(row.mapping)
    words = dict(_words(row.id, mapping.header_row))
    stem = PurePath(row.file_name).stem or "list"
    answer = TemporaryFile()  # noqa: SIM115  # closed by the answer that streams it
    if row.file_name.casefold().endswith(".xlsx") and _marked(row, mapping.sheet, words, answer):
        return _download(answer, f"{stem} with problems.xlsx", WORKBOOK)
    rows = opened(row.digest).sheet(mapping.sheet).rows
    answer.seek(0)
    answer.truncate()
    marked_list.write(rows, max(map(len, rows), default=0), words, 2, answer)
    return _download(answer, f"{stem} with problems.csv", "text/csv; charset=utf-8")


def _words(import_id: int, header_row: int) -> Iterator[tuple[int, tuple[str, str]]]:
    if header_row:
        yield header_row, (_("What becomes of it"), _("Problem"))
    for line in questions.problems(session(), import_id, LEFT_OUT):
        reason = f"{line.column}: {line.reason}" if line.column else line.reason
        yield line.number, (str(FATES[line.fate]), reason)


def _marked(row: ImportPage, sheet: str, words: marked_workbook.Words, into: BinaryIO) -> bool:
    try:
        with store_of(settings()).on_disk(row.digest) as path:
            marked_workbook.mark(path, sheet, words, into)
    except (CannotMark, FileNotFoundError):
        return False
    return True


def _download(file: BinaryIO, name: str, media_type: str) -> Response:
    file.seek(0)
    return send_file(file, mimetype=media_type, as_attachment=True, download_name=name, etag=False)
