"""The workbook around the rows: headers, widths, filters, print set-up, made by openpyxl."""

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exports import styles
from tracker.exports.part import Part
from tracker.exports.sheet import Kind, Sheet

HEADER_HEIGHT = 30
LETTER = "1"
PORTRAIT_WIDTH, PAGE_WIDTH = 110, 210


def add_sheet(book: Workbook, sheet: Sheet, looks: dict[Kind, str]) -> tuple[Worksheet, list[int]]:
    """Add a sheet with its header row; return it with the style numbers of its columns."""
    page = book.create_sheet(sheet.name)
    numbers = []
    for at, column in enumerate(sheet.columns, start=1):
        head = page.cell(1, at)
        head.value, head.data_type = styles.typed(column.heading), "s"
        head.style = styles.header(column.kind)
        below = page.cell(2, at)
        below.style = looks[column.kind]
        numbers.append(below.style_id)
        page.column_dimensions[get_column_letter(at)].width = column.width
    page.delete_rows(2)
    page.row_dimensions[1].height = HEADER_HEIGHT
    page.freeze_panes = "B2"
    return page, numbers


def finish(page: Worksheet, part: Part) -> None:
    """Set what depends on the number of rows: filter, tints, print area."""
    columns = part.sheet.columns
    last = f"{get_column_letter(len(columns))}{max(part.rows, 1) + 1}"
    page.auto_filter.ref = f"A1:{last}"
    for at, column in enumerate(columns, start=1):
        if column.kind is Kind.STANDING and part.rows:
            letter = get_column_letter(at)
            for rule in styles.tint(f"{letter}2"):
                page.conditional_formatting.add(f"{letter}2:{letter}{part.rows + 1}", rule)
    page.print_area = f"A1:{last}"
    page.print_title_rows = "1:1"
    page.print_title_cols = "A:A"
    width = sum(column.width for column in columns)
    print_set_up(page, landscape=width > PORTRAIT_WIDTH, pages_wide=max(round(width / PAGE_WIDTH), 1))


def print_set_up(page: Worksheet, *, landscape: bool, pages_wide: int = 1) -> None:
    """Fit a sheet to so many pages side by side, with its name and the page number below."""
    page.page_setup.paperSize = LETTER
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = pages_wide, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    footer = page.oddFooter
    if footer is not None:
        footer.left.text, footer.right.text = "&A", "Page &P of &N"
