"""A file that is made for one request: written whole to a temporary file, then given out in pieces.

What is given out needs neither database nor application any more, so that a visitor who breaks off leaves nothing
open behind.
"""

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import IO

from flask import Response, request

from tracker.domain.export_words import ExportForm

PIECE = 1 << 16
MEDIA_TYPES = {
    ExportForm.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.JSON_LINES: "application/x-ndjson; charset=utf-8",
}


def file_answer(name: str, form: ExportForm, write: Callable[[IO[bytes]], object]) -> Response:
    """Answer with an attachment of this name (letters, digits, points and dashes) that `write` fills."""
    # Closed when it was read to its end, or when the answer is closed before.
    file = TemporaryFile()  # noqa: SIM115
    try:
        write(file)
        size = file.tell()
    except BaseException:
        file.close()
        raise
    response = Response(_pieces(file), content_type=MEDIA_TYPES[form])
    response.content_length = size
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.call_on_close(file.close)
    if request.method == "HEAD":
        # Nobody reads or closes an answer without a body.
        file.close()
    return response


def form_asked(otherwise: ExportForm = ExportForm.WORKBOOK) -> ExportForm:
    """The form that the address asks for as `format`."""
    try:
        return ExportForm(request.args.get("format", ""))
    except ValueError:
        return otherwise


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
