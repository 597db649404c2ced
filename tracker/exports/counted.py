"""Cells of small tables that openpyxl writes: headings, words and numbers."""

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exports.sheet import Kind
from tracker.exports.skeleton import HEADER_HEIGHT
from tracker.exports.styles import FACE, header, typed

COUNT, PERCENT = "#,##0", "0.0%"


def heading(page: Worksheet, row: int, headings: tuple[str, ...]) -> None:
    """Write a row of headings, those of numbers to the right."""
    page.row_dimensions[row].height = HEADER_HEIGHT
    for at, said in enumerate(headings, start=1):
        word(page, row, at, said)
        page.cell(row, at).style = header(Kind.NUMBER if at > 1 else Kind.TEXT)


def word(page: Worksheet, row: int, column: int, said: str, *, bold: bool = False) -> None:
    """Write text, also when it begins with "=": what people typed is never a formula."""
    cell = page.cell(row, column)
    cell.value, cell.data_type = typed(said), "s"
    cell.font = Font(name=FACE, bold=bold)


def number(  # where, what, and how
    page: Worksheet, row: int, column: int, value: float | None, form: str = COUNT, *, bold: bool = False
) -> None:
    """Write a number, or nothing."""
    cell = page.cell(row, column, value)
    cell.number_format, cell.alignment = form, Alignment(horizontal="right", indent=1)
    cell.font = Font(name=FACE, bold=bold)
