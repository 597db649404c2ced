"""The sheet around the rows: header, widths, table, drop-down lists, tints and print set-up, made by openpyxl."""

import re

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exports import printing, styles
from tracker.exports.about import About
from tracker.exports.choices import Choices
from tracker.exports.part import LINE_HEIGHT, Part
from tracker.exports.sheet import Kind, Sheet

HEADER_HEIGHT, WIDER = 30, 1.35
MOST_NAMING = 3
SIGNS = re.compile(r"[^A-Za-z0-9]+")


def add_sheet(book: Workbook, sheet: Sheet, looks: dict[Kind, str]) -> tuple[Worksheet, list[int]]:
    """Add a sheet with its header row; return it with the style numbers of its columns."""
    page = book.create_sheet(sheet.name)
    numbers = []
    headings = styles.unlike(column.heading for column in sheet.columns)
    for at, (column, heading) in enumerate(zip(sheet.columns, headings, strict=True), start=1):
        head = page.cell(1, at)
        head.value, head.data_type = heading, "s"
        head.style = styles.header(column.kind)
        below = page.cell(2, at)
        below.style = looks[column.kind]
        if sheet.protected:
            below.protection = Protection(locked=column.locked)
        numbers.append(below.style_id)
        dimension = page.column_dimensions[get_column_letter(at)]
        dimension.width, dimension.hidden = column.width, column.hidden
        if sheet.protected:
            # New rows are typed below those that are there, identity included.
            dimension.protection = Protection(locked=False)
    page.delete_rows(2)
    page.row_dimensions[1].height = _header_height(headings, sheet)
    page.freeze_panes = "B2"
    page.sheet_state = "hidden" if sheet.hidden else "visible"
    if sheet.protected:
        _protect(page)
    return page, numbers


def _protect(page: Worksheet) -> None:
    """Keep what identifies a row as it is; whoever must can lift it, for there is no password."""
    allowed = page.protection
    allowed.sheet = True
    allowed.formatCells = allowed.formatColumns = allowed.formatRows = False
    allowed.insertRows = allowed.sort = allowed.autoFilter = False


def _header_height(headings: list[str], sheet: Sheet) -> float:
    """High enough for the longest heading; bold letters are wider, and words do not break evenly."""
    shares = (len(one) * WIDER / column.width for one, column in zip(headings, sheet.columns, strict=True))
    return max(HEADER_HEIGHT, LINE_HEIGHT * (int(max(shares, default=0)) + 1))


def finish(page: Worksheet, part: Part, number: int, about: About, choices: Choices) -> None:
    """Set what depends on the number of rows: the table with its filter, lists, tints, print area."""
    columns = part.sheet.columns
    through = max(part.rows, 1) + 1
    last = f"{get_column_letter(len(columns))}{through}"
    page.add_table(_table(page, number, f"A1:{last}"))
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        if column.kind is Kind.STANDING:
            for rule in styles.tint(f"{letter}2"):
                page.conditional_formatting.add(f"{letter}2:{letter}{through}", rule)
        if column.choices:
            page.add_data_validation(choices.offered(column.choices, f"{letter}2:{letter}{through}"))
    width = sum(column.width for column in columns)
    printing.print_sheet(page, about, width=width, last=last, named=_naming(part.sheet))


def _naming(sheet: Sheet) -> str:
    """The column through which a row is named, if that is one of the first: it stands on each page."""
    linked = [at for at, column in enumerate(sheet.columns[:MOST_NAMING], start=1) if column.kind is Kind.LINKED]
    return get_column_letter(linked[0] if linked else 1)


def _table(page: Worksheet, number: int, cells: str) -> Table:
    # The prefix keeps the name from reading like a cell's ("Tab1"); the number keeps it unique.
    table = Table(displayName=f"Tracker_{number}_{SIGNS.sub('_', page.title).strip('_')}", ref=cells, id=number)
    headings = [str(cell.value) for cell in page[1]]
    # Named here: openpyxl would make every cell of the table to find them.
    table.tableColumns = [TableColumn(id=at, name=heading) for at, heading in enumerate(headings, start=1)]
    table.autoFilter = AutoFilter(ref=cells)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    return table
