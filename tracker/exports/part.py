"""The rows of one sheet, written to a temporary file as they come, so that memory stays flat."""

import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import IO

from openpyxl.utils import get_column_letter

from tracker.exports.cells import words, writer
from tracker.exports.sheet import WRAPPED, Kind, Row, Sheet

ROWS_AT_ONCE = 500
MOST_ROWS = 1_048_575
MOST_LINKS = 65_530
"""What the format, and the spreadsheet programs, take on one sheet: rows below the header, and links."""
LINE_HEIGHT, HIGHEST = 15, 405
UNNUMBERED: Iterable[int] = repeat(0)


class Part:
    """The serialized rows of a sheet below its header; `rows` counts them.

    A sheet that is full goes on in the next one, which `more` opens.
    """

    def __init__(self, sheet: Sheet, styles: Sequence[int], more: Callable[[], "Part"]) -> None:
        self.sheet = sheet
        self.rows = 0
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the workbook is put together
        self._more = more
        self._next: Part | None = None
        self._numbers = array("q")
        letters = [get_column_letter(at) for at in range(1, len(sheet.columns) + 1)]
        self._writers = [
            writer(column.kind, letter, style)
            for letter, column, style in zip(letters, sheet.columns, styles, strict=True)
        ]
        linked = [letter for letter, column in zip(letters, sheet.columns, strict=True) if column.kind is Kind.LINKED]
        columns = enumerate(sheet.columns)
        self._wrapped = [(at, max(column.width - 1, 1)) for at, column in columns if column.kind in WRAPPED]
        # Most cells of a sheet with marks are empty, and not written.
        self._sparse = any(column.kind is Kind.MARK for column in sheet.columns)
        self._linked = linked[0] if linked and sheet.pages else ""

    def add(self, rows: Iterable[Row], numbers: Iterable[int] = UNNUMBERED) -> None:
        """Write rows below those that are there, with the numbers of their pages (0: none); one value per column."""
        lines: list[str] = []
        pairs = zip(rows, numbers, strict=False)
        for row, number in pairs:
            if self.rows == MOST_ROWS:
                self._go_on(row, number, pairs)
                break
            lines.append(self._line(row))
            if self._linked and self.rows <= MOST_LINKS:
                self._numbers.append(number)
            if len(lines) == ROWS_AT_ONCE:
                self._flush(lines)
        self._flush(lines)

    def links(self) -> Iterator[tuple[str, int]]:
        """Yield the linked cells, each with the number of the page that it leads to."""
        return ((f"{self._linked}{at}", number) for at, number in enumerate(self._numbers, start=2) if number)

    def _go_on(self, row: Row, number: int, rest: Iterator[tuple[Row, int]]) -> None:
        self._next = self._next or self._more()
        self._next.add([row], [number])
        for following, its_number in rest:
            self._next.add([following], [its_number])

    def _line(self, values: Row) -> str:
        self.rows += 1
        number = str(self.rows + 1)
        pairs = zip(self._writers, values, strict=True)
        if self._sparse:
            cells = "".join([write(value, number) for write, value in pairs if value is not None])
        else:
            cells = "".join([write(value, number) for write, value in pairs])
        return f'<row r="{number}"{self._height(values)}>{cells}</row>'

    def _height(self, values: Row) -> str:
        """As high as the wrapped cells need: not every program finds that out by itself."""
        lines = 1
        for at, width in self._wrapped:
            if values[at]:
                lines = max(lines, sum(1 + len(line) // width for line in words(values[at]).split("\n")))
        return f' ht="{min(lines * LINE_HEIGHT, HIGHEST)}" customHeight="1"' if lines > 1 else ""

    def _flush(self, lines: list[str]) -> None:
        self.file.write("".join(lines).encode())
        lines.clear()
