"""The rows of one sheet, written to a temporary file as they come, so that memory stays flat."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO

from openpyxl.utils import get_column_letter

from tracker.exports.cells import writer
from tracker.exports.sheet import Row, Sheet

ROWS_AT_ONCE = 500


class Part:
    """The serialized rows of a sheet below its header; `rows` counts them."""

    def __init__(self, sheet: Sheet, styles: Sequence[int]) -> None:
        self.sheet = sheet
        self.rows = 0
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the workbook is put together
        self._writers = [
            writer(column.kind, get_column_letter(at), style)
            for at, (column, style) in enumerate(zip(sheet.columns, styles, strict=True), start=1)
        ]

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows below those that are there; each has one value per column."""
        lines: list[str] = []
        for row in rows:
            lines.append(self._line(row))
            if len(lines) == ROWS_AT_ONCE:
                self._flush(lines)
        self._flush(lines)

    def _line(self, values: Row) -> str:
        self.rows += 1
        number = str(self.rows + 1)
        cells = "".join([write(value, number) for write, value in zip(self._writers, values, strict=True)])
        return f'<row r="{number}">{cells}</row>'

    def _flush(self, lines: list[str]) -> None:
        self.file.write("".join(lines).encode())
        lines.clear()
