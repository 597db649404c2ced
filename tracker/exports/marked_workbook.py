"""A person's own workbook with words written beside its rows: everything else in it stays as it was."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from typing import IO, BinaryIO, Final

from openpyxl.utils import column_index_from_string, get_column_letter

CHUNK: Final = 1024 * 1024
LARGEST_ROW: Final = 8 * 1024 * 1024
LARGEST_HEAD: Final = 16 * 1024 * 1024
LAST_COLUMN: Final = 16_000
SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
DATA: Final = re.compile(rb"<(\w+:)?sheetData\b")
ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr=["'](\d+)["']""")
CELL: Final = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr=["']([A-Z]{1,3})\d+["']""")
DIMENSION: Final = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Words = Mapping[int, tuple[str, ...]]
"""What is written beside which row, as the spreadsheet counts; of several words, each has a column of its own."""


class CannotMark(Exception):
    """The workbook is built in a way that nothing can be written into without risk to it."""


def mark(source: Path, sheet: str, words: Words, into: BinaryIO) -> None:
    """Copy an .xlsx file and write words at the right of one sheet's rows; raises CannotMark.

    The sheet's text is cut at its rows and never built anew, so that formats, formulas, charts and drop-downs stay,
    and memory does not grow with the sheet. Rows that the file does not hold get no words.
    """
    try:
        with zipfile.ZipFile(source) as book, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as copy:
            part = _part_of(book, sheet)
            first = _width(book, part) + 1
            for entry in book.infolist():
                with book.open(entry) as old, copy.open(entry.filename, "w", force_zip64=True) as new:
                    for piece in _marked(old, words, first) if entry.filename == part else _chunks(old):
                        new.write(piece)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise CannotMark(str(error)) from error


def _part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet; raises CannotMark."""
    wanted = [told for told in _told(book, "xl/workbook.xml", SHEET) if told.get("name") == sheet]
    relation = next((value for told in wanted for name, value in told.items() if name.endswith(":id")), "")
    for told in _told(book, "xl/_rels/workbook.xml.rels", RELATION):
        if told.get("Id") == relation:
            target = told.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise CannotMark("the sheet is not found")


def _told(book: zipfile.ZipFile, name: str, tag: re.Pattern[bytes]) -> Iterator[dict[str, str]]:
    with book.open(name) as part:
        text = part.read(LARGEST_HEAD)
    for found in tag.finditer(text):
        yield {
            key.decode(): unescape((double or single).decode("utf-8", "replace"))
            for key, double, single in ATTRIBUTE.findall(found[1])
        }


def _width(book: zipfile.ZipFile, part: str) -> int:
    widest = 0
    with book.open(part) as sheet:
        for row, end in _rows(sheet):
            if end:
                cells = CELL.findall(row)
                if not cells and b"<c" in row:
                    raise CannotMark("cells do not name their column")
                widest = max([widest, *(column_index_from_string(letters.decode()) for letters in cells[-1:])])
    if not 0 < widest < LAST_COLUMN:
        raise CannotMark("no column is free")
    return widest


def _marked(sheet: IO[bytes], words: Words, first: int) -> Iterator[bytes]:
    number, prefix, begun = 0, b"", False
    for text, end in _rows(sheet):
        piece = text
        if not begun:
            piece = DIMENSION.sub(b"", piece)
            found = DATA.search(piece)
            prefix, begun = (found[1] or b"", True) if found else (prefix, False)
        if end:
            numbers = ROW.findall(piece)
            number = int(numbers[-1]) if numbers else number + 1
            piece += b"".join(_cells(words.get(number, ()), number, first, prefix)) + end
        yield piece


def _cells(words: tuple[str, ...], number: int, first: int, prefix: bytes) -> Iterator[bytes]:
    mark_ = prefix.decode()
    for column, word in enumerate(words, start=first):
        place = f"{get_column_letter(column)}{number}"
        text = escape(UNWRITABLE.sub("", word), quote=False)
        yield (
            f'<{mark_}c r="{place}" t="inlineStr"><{mark_}is><{mark_}t xml:space="preserve">{text}'
            f"</{mark_}t></{mark_}is></{mark_}c>"
        ).encode()


def _rows(sheet: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Cut a sheet before the end of each row: what stands there, and the end tag (empty for the rest of the sheet)."""
    ending = re.compile(rb"</(?:\w+:)?row\s*>")
    left = b""
    for chunk in _chunks(sheet):
        left += chunk
        at = 0
        for found in ending.finditer(left):
            yield left[at : found.start()], found[0]
            at = found.end()
        left = left[at:]
        if len(left) > LARGEST_ROW:
            raise CannotMark("a row is too long")
    yield left, b""


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    while chunk := part.read(CHUNK):
        yield chunk
