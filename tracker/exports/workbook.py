"""Rows in, workbook out: openpyxl makes the workbook, the rows are written straight into its sheets.

openpyxl writes a cell at a time and needs 17 times as long as a CSV writer; the rows of a sheet are alike, so
they are serialized here (cells.py) and put into the sheet that openpyxl left empty (parts.py).
"""

from dataclasses import replace
from io import BytesIO
from typing import IO

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exports import skeleton, styles
from tracker.exports.about import About
from tracker.exports.choices import Choices
from tracker.exports.part import Part
from tracker.exports.parts import put_together
from tracker.exports.sheet import Sheet
from tracker.exports.summary import Summary, add_summary

LONGEST_NAME = 31


class Book:
    """A workbook whose sheets are filled side by side, each in the memory of some hundred rows.

    Call `open` for each sheet in order, `add` rows to the parts it gives, then `close` once.
    """

    def __init__(self, about: About) -> None:
        """Begin a workbook that says this of itself."""
        self._about = about
        self._made = Workbook()
        self._made.remove(self._made.worksheets[0])
        _describe(self._made, about)
        self._looks = styles.register(self._made)
        self._choices = Choices(self._made)
        self._parts: list[tuple[Worksheet, Part]] = []

    def open(self, sheet: Sheet) -> Part:
        """Add a sheet behind those that are there and return the place for its rows."""
        return self._open(sheet, sheet.name)

    def close(self, stream: IO[bytes], summary: Summary | None = None) -> None:
        """Write the workbook to a binary stream, the summary in front."""
        for number, (page, part) in enumerate(self._parts, start=1):
            skeleton.finish(page, part, number, self._about, self._choices)
        if summary is not None:
            add_summary(self._made, self._about, summary)
        self._made.active = 0
        places = {page.title: f"xl/worksheets/sheet{at}.xml" for at, page in enumerate(self._made.worksheets, start=1)}
        frame = BytesIO()
        self._made.save(frame)
        put_together(frame, {places[page.title]: part for page, part in self._parts}, stream)

    def _open(self, sheet: Sheet, name: str) -> Part:
        page, numbers = skeleton.add_sheet(self._made, replace(sheet, name=name), self._looks)
        part = Part(sheet, numbers, lambda: self._open(sheet, self._following(sheet.name)))
        self._parts.append((page, part))
        return part

    def _following(self, name: str) -> str:
        number = 2
        while (following := f"{name[: LONGEST_NAME - 8]} ({number})") in self._made.sheetnames:
            number += 1
        return following


def _describe(made: Workbook, about: About) -> None:
    properties = made.properties
    properties.title, properties.creator = styles.typed(about.title), styles.typed(about.city)
    properties.subject = about.as_of_line
    properties.description = styles.typed(f"{about.as_of_line}. Filters: {about.filter_line}.")
    properties.lastModifiedBy = "Vendor Privacy Tracker"
    properties.created = properties.modified = about.made_at.replace(tzinfo=None)
