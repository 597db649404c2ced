"""The workbook around the rows: headers, widths, filters, print set-up, made by openpyxl."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exports import styles
from tracker.exports.part import Part
from tracker.exports.sheet import Kind, Sheet

HEADER_HEIGHT = 30
WIDE = 8


def add_sheet(book: Workbook, sheet: Sheet, looks: dict[Kind, str]) -> tuple[Worksheet, list[int]]:
    """Add a sheet with its header row; return it with the style numbers of its columns."""
    page = book.create_sheet(sheet.name)
    numbers = []
    for at, column in enumerate(sheet.columns, start=1):
        head = page.cell(1, at, column.heading)
        head.style = "Header"
        below = page.cell(2, at)
        below.style = looks[column.kind]
        numbers.append(below.style_id)
        page.column_dimensions[get_column_letter(at)].width = column.width
    page.delete_rows(2)
    page.row_dimensions[1].height = HEADER_HEIGHT
    page.freeze_panes = "B2"
    return page, numbers


def finish(page: Worksheet, sheet: Sheet, part: Part) -> None:
    """Set what depends on the number of rows: filter, tints, print area."""
    last = f"{get_column_letter(len(sheet.columns))}{max(part.rows, 1) + 1}"
    page.auto_filter.ref = f"A1:{last}"
    for at, column in enumerate(sheet.columns, start=1):
        if column.kind is Kind.STANDING and part.rows:
            letter = get_column_letter(at)
            for rule in styles.tint(f"{letter}2"):
                page.conditional_formatting.add(f"{letter}2:{letter}{part.rows + 1}", rule)
    _print_set_up(page, sheet.columns, last)


def _print_set_up(page: Worksheet, columns: Sequence[object], last: str) -> None:
    page.print_area = f"A1:{last}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape" if len(columns) > WIDE else "portrait"
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text = "&A"
    page.oddFooter.right.text = "Page &P of &N"
    page.page_margins.left = page.page_margins.right = 0.4
