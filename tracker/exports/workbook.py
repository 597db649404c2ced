"""Rows in, workbook out: openpyxl makes the workbook, the rows are written straight into its sheets.

openpyxl writes a cell at a time and needs 17 times as long as a CSV writer; the rows of a sheet are alike, so
they are serialized here (cells.py) and put into the sheet that openpyxl left empty.
"""

import re
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO

from openpyxl.workbook import Workbook

from tracker.exports import skeleton, styles
from tracker.exports.part import Part
from tracker.exports.sheet import Sheet
from tracker.exports.summary import Summary, add_summary

EMPTY_DATA = re.compile(rb"(<sheetData>.*?)</sheetData>|<sheetData\s*/>", re.DOTALL)
DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')
FASTEST = 1


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: properties, the summary in front, and the sheets behind it; `made_at` is UTC."""

    title: str
    author: str
    made_at: datetime
    summary: Summary
    sheets: Iterable[Sheet]


def write(book: Book, stream: IO[bytes]) -> None:
    """Write the workbook to a binary stream; sheets are read once, one after the other, row by row."""
    made = Workbook()
    made.remove(made.worksheets[0])
    made.properties.title, made.properties.creator = book.title, book.author
    made.properties.created = made.properties.modified = book.made_at.replace(tzinfo=None)
    looks = styles.register(made)
    add_summary(made, book.summary)
    parts: dict[str, Part] = {}
    for sheet in book.sheets:
        page, numbers = skeleton.add_sheet(made, sheet, looks)
        part = Part(sheet.columns, numbers)
        part.write(sheet)
        skeleton.finish(page, sheet, part)
        parts[f"xl/worksheets/sheet{len(made.worksheets)}.xml"] = part
    _put_together(made, parts, stream)


def _put_together(made: Workbook, parts: dict[str, Part], stream: IO[bytes]) -> None:
    frame = BytesIO()
    made.save(frame)
    with (
        zipfile.ZipFile(frame) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST) as target,
    ):
        for name in source.namelist():
            if name in parts:
                _fill(source.read(name), parts[name], target, name)
            else:
                target.writestr(name, source.read(name))


def _fill(page: bytes, part: Part, target: zipfile.ZipFile, name: str) -> None:
    found = EMPTY_DATA.search(page)
    if found is None:
        message = f"{name} has no place for rows"
        raise RuntimeError(message)
    before, header, after = page[: found.start()], found[1] or b"<sheetData>", page[found.end() :]
    with target.open(name, "w", force_zip64=True) as sheet:
        sheet.write(DIMENSION.sub(b"", before) + header)
        part.file.seek(0)
        shutil.copyfileobj(part.file, sheet, 1 << 20)
        sheet.write(b"</sheetData>" + after)
    part.file.close()
