"""The rows of one sheet, written to a temporary file as they come, so that memory stays flat."""

import tempfile
from collections.abc import Sequence
from typing import IO

from openpyxl.utils import get_column_letter

from tracker.exports.cells import writer
from tracker.exports.sheet import Column, Sheet, Value

ROWS_AT_ONCE = 500


class Part:
    """The serialized rows of a sheet below its header; `rows` counts them."""

    def __init__(self, columns: Sequence[Column], styles: Sequence[int]) -> None:
        letters = [get_column_letter(at) for at in range(1, len(columns) + 1)]
        self._writers = [
            writer(column.kind, letter, style) for column, letter, style in zip(columns, letters, styles, strict=True)
        ]
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the workbook is put together
        self.rows = 0

    def write(self, sheet: Sheet) -> None:
        """Write all rows of a sheet."""
        lines: list[str] = []
        for row in sheet.rows:
            lines.append(self._line(row))
            if len(lines) == ROWS_AT_ONCE:
                self._flush(lines)
        self._flush(lines)

    def _line(self, values: tuple[Value, ...]) -> str:
        self.rows += 1
        number = str(self.rows + 1)
        cells = "".join([write(value, f"{number}") for write, value in zip(self._writers, values, strict=True)])
        return f'<row r="{number}">{cells}</row>'

    def _flush(self, lines: list[str]) -> None:
        self.file.write("".join(lines).encode())
        lines.clear()
