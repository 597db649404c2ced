"""Opening a file that somebody hands over: a workbook or delimited text, read in a limited process of its own."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from tracker.documents.child import CouldNotCheck, run_into
from tracker.imports.table import ListUnreadable, Opened, Row, SheetText

LARGEST_FILE: Final = 100 * 1024 * 1024
MOST_TOLD: Final = 400 * 1024 * 1024
SECONDS: Final = 10
BYTES_A_SECOND: Final = 2 * 1024 * 1024
"""What a large file is given beyond the ten seconds; one of 100 MB has a minute."""
HEAD: Final = 4096
LONGEST_SENTENCE: Final = 600
WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_HERE: Final = Path(__file__).parent

PICTURE: Final = "This is a picture, not a list: choose the spreadsheet that it shows."
PACKED: Final = "This is a packed archive: unpack it and choose the list in it."
NO_LISTS: Final = (
    (b"%PDF", "This is a PDF, not a list: save the spreadsheet that it was made from as .xlsx and choose that file."),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"RIFF", PICTURE),
    (b"\0\0\0 ftyp", PICTURE),
    (b"\x1f\x8b", PACKED),
    (b"7z\xbc\xaf", PACKED),
    (b"Rar!", PACKED),
    (b"PK\x05\x06", "The file is an empty archive: choose the list itself."),
    (b"{\\rtf", "This is a text document, not a list: copy its table into a spreadsheet and save that as .xlsx."),
)
WEB_PAGE: Final = (
    "This is a web page, even if its name ends in .xls: open it in your spreadsheet program, save it as .xlsx and "
    "choose that file."
)
XML: Final = (
    "This is an XML file, not a workbook: open it in your spreadsheet program, save it as .xlsx and choose that file."
)
JSON: Final = "This is a JSON file, not a list: save the list as .xlsx or .csv and choose that file."
TOO_LARGE: Final = "The file is larger than 100 MB: part the list into several files."
FAILED: Final = (
    "The file{where} cannot be read within the time and memory that a list is given. It may be damaged, or spread over "
    "far more rows and columns than it fills. Copy the list alone into a new workbook, save that as .xlsx and choose "
    "that file."
)
MERGED: Final = "Merged cells count for each row and column that they span."
_WEB: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div|script|frameset)\b", re.IGNORECASE)


def open_file(path: Path) -> Opened:
    """Read a file whole: its sheets as cells, hidden ones too. Raises ListUnreadable with what is wrong and what to do.

    What the file is, is seen in the file and never taken from its name. It is read by a process of its own that has one
    gigabyte, ten seconds (a minute for 100 MB) and no network; whatever happens there is a refusal here.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise ListUnreadable(TOO_LARGE)
    with path.open("rb") as file:
        head = file.read(HEAD)
    _refuse_others(head)
    script = _HERE / ("workbook_child.py" if head.startswith(WORKBOOKS) else "delimited_child.py")
    seconds = SECONDS + size // BYTES_A_SECOND
    told = _Told()
    try:
        with _no_search_for_garbage():
            about = run_into(told, MOST_TOLD, script, str(path), str(seconds), seconds=seconds * 2)
    except (CouldNotCheck, ValueError, LookupError, TypeError, AttributeError) as error:
        # What the child says is as hostile as its file: words that are none of ours are a crash like any other.
        raise ListUnreadable(FAILED.format(where=told.where)) from error
    return told.opened(about)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    # Millions of cells are made and none lets go of another; looking for circles among them doubles the time.
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _refuse_others(head: bytes) -> None:
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise ListUnreadable("The file is empty.")
    for beginning, sentence in NO_LISTS:
        if head.startswith(beginning):
            raise ListUnreadable(sentence)
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"<"):
        raise ListUnreadable(WEB_PAGE if _WEB.search(plain) else XML)
    if plain.startswith((b"MIME-Version:", b"Content-Type:")):
        raise ListUnreadable(WEB_PAGE)
    if plain.startswith((b'{"', b"[{", b"{\n", b"{\r", b"{ ")):
        raise ListUnreadable(JSON)


class _Told(BytesIO):
    """Takes the child's lines as they come, so that reading and understanding go side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._rest = b""
        self._sheets: list[dict[str, Any]] = []
        self._rows: list[list[Row]] = []
        self._refused = ""

    def write(self, chunk: Any, /) -> int:  # noqa: ANN401  # as BytesIO says it
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            self._take(json.loads(line, parse_float=Decimal))
        return len(chunk)

    @property
    def where(self) -> str:
        """The sheet that was being read last, for a sentence."""
        return f' (sheet "{self._sheets[-1]["sheet"]}")' if self._sheets and self._sheets[-1]["sheet"] != "List" else ""

    def opened(self, about: dict[str, Any]) -> Opened:
        """Return what was told; raises ListUnreadable when it was a refusal."""
        if refused := self._refused or str(about.get("refused", "")):
            raise ListUnreadable(refused[:LONGEST_SENTENCE])
        epoch, merged = bool(about.get("epoch_1904")), any(each["merged"] for each in self._sheets)
        sheets = tuple(
            SheetText(str(each["sheet"]), rows, bool(each["hidden"]), bool(each["delimited"]), epoch)
            for each, rows in zip(self._sheets, self._rows, strict=True)
        )
        if not any(each.rows for each in sheets):
            raise ListUnreadable("The file is empty: none of its sheets holds anything.")
        return Opened(
            sheets, str(about["form"]), (*map(str, about.get("notes", ())), *_notes(sheets, epoch=epoch, merged=merged))
        )

    def _take(self, line: Any) -> None:  # noqa: ANN401  # whatever JSON has
        if isinstance(line, list):
            self._rows[-1].extend(_batch(*line))
        elif "sheet" in line:
            self._sheets.append(line)
            self._rows.append([])
        else:
            self._refused = str(line.get("refused", ""))


def _batch(rows: list[list[Any] | None], at: list[int], columns: list[int], days: list[int]) -> list[Row]:
    for row, column, day in zip(at, columns, days, strict=True):
        cells = rows[row]
        if cells is not None:
            cells[column] = date.fromordinal(day)
    return [tuple(row) if row else () for row in rows]


def _notes(sheets: tuple[SheetText, ...], *, epoch: bool, merged: bool) -> list[str]:
    hidden = [f'"{each.name}"' for each in sheets if each.hidden and each.rows]
    notes = [MERGED] if merged else []
    if hidden:
        notes.append(f"Hidden in the file: {', '.join(hidden)}.")
    if epoch:
        notes.append("The workbook counts days from 1904.")
    return notes
