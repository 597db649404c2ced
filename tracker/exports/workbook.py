"""Rows in, workbook out: openpyxl makes the workbook, the rows are written straight into its sheets.

openpyxl writes a cell at a time and needs 17 times as long as a CSV writer; the rows of a sheet are alike, so
they are serialized here (cells.py) and put into the sheet that openpyxl left empty.
"""

import re
import shutil
import zipfile
from datetime import datetime
from io import BytesIO
from typing import IO

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exports import skeleton, styles
from tracker.exports.part import Part
from tracker.exports.sheet import Sheet
from tracker.exports.summary import Summary, add_summary

EMPTY_DATA = re.compile(rb"(<sheetData>.*?)</sheetData>|<sheetData\s*/>", re.DOTALL)
DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')
FASTEST = 1
PIECE = 1 << 18


class Book:
    """A workbook whose sheets are filled side by side, each in the memory of some hundred rows.

    Call `open` for each sheet in order, `add` rows to the parts it gives, then `close` once.
    """

    def __init__(self, title: str, author: str, made_at: datetime) -> None:
        """Begin a workbook with these properties; `made_at` is UTC."""
        self._made = Workbook()
        self._made.remove(self._made.worksheets[0])
        self._made.properties.title, self._made.properties.creator = title, author
        self._made.properties.created = self._made.properties.modified = made_at.replace(tzinfo=None)
        self._looks = styles.register(self._made)
        self._parts: list[tuple[Worksheet, Part]] = []

    def open(self, sheet: Sheet) -> Part:
        """Add a sheet behind those that are there and return the place for its rows."""
        page, numbers = skeleton.add_sheet(self._made, sheet, self._looks)
        part = Part(sheet, numbers)
        self._parts.append((page, part))
        return part

    def close(self, stream: IO[bytes], summary: Summary | None = None) -> None:
        """Write the workbook to a binary stream, the summary in front."""
        for page, part in self._parts:
            skeleton.finish(page, part)
        if summary is not None:
            add_summary(self._made, summary)
        places = {page.title: f"xl/worksheets/sheet{at}.xml" for at, page in enumerate(self._made.worksheets, start=1)}
        _put_together(self._made, {places[page.title]: part for page, part in self._parts}, stream)


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
        raise RuntimeError(f"{name} has no place for rows")
    before, header, after = page[: found.start()], found[1] or b"<sheetData>", page[found.end() :]
    with target.open(name, "w", force_zip64=True) as sheet:
        sheet.write(DIMENSION.sub(b"", before) + header)
        part.file.seek(0)
        shutil.copyfileobj(part.file, sheet, PIECE)
        sheet.write(b"</sheetData>" + after)
    part.file.close()
