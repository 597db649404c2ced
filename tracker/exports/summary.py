"""The first sheet: as of which day, filtered how, and the counts with a chart that a manager can send on."""

from dataclasses import dataclass
from datetime import date

from openpyxl.cell.cell import Cell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.standings import Standing
from tracker.exports.sheet import Kind
from tracker.exports.skeleton import HEADER_HEIGHT, print_set_up
from tracker.exports.styles import ACCENT, FACE, FORMATS, header, typed

PERCENT = "0.0%"
CHART_WIDTH, CHART_HEIGHT = 22, 10


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands on top: counts by department and standing; `comply` and `sharing` make the percentage."""

    title: str
    city: str
    as_of: date
    filters: tuple[str, ...]
    standings: tuple[Standing, ...]
    departments: tuple[tuple[str, dict[Standing, int]], ...]
    complying: frozenset[Standing]
    sharing: frozenset[Standing]

    def total(self, standing: Standing) -> int:
        """How many contracts stand so, all departments together."""
        return sum(counts.get(standing, 0) for _, counts in self.departments)


def add_summary(book: Workbook, summary: Summary) -> None:
    """Add the sheet "Summary"."""
    page = book.create_sheet("Summary", 0)
    row = _title_block(page, summary)
    row = _totals(page, summary, row + 1)
    _by_department(page, summary, row + 1)
    page.column_dimensions["A"].width = 30
    for at in range(2, len(summary.standings) + 5):
        page.column_dimensions[get_column_letter(at)].width = 11
    page.sheet_view.showGridLines = False
    print_set_up(page, landscape=True)


def _title_block(page: Worksheet, summary: Summary) -> int:
    filters = "; ".join(summary.filters) or "none: all contracts"
    words = {"A1": summary.title, "A2": summary.city, "A3": "As of", "A4": "Filters", "B4": filters}
    for place, said in words.items():
        _write(page[place], said)
    page["A1"].font = Font(name=FACE, size=18, bold=True, color=ACCENT)
    page["B3"] = summary.as_of
    page["B3"].number_format = FORMATS[Kind.DAY]
    page["B3"].font = Font(name=FACE, bold=True)
    page["B3"].alignment = Alignment(horizontal="left")
    return 5


def _totals(page: Worksheet, summary: Summary, row: int) -> int:
    everything = sum(summary.total(standing) for standing in summary.standings)
    _header(page, row, ("Standing", "Contracts", "Share"))
    first = row + 1
    for at, standing in enumerate(summary.standings, start=first):
        number = summary.total(standing)
        page.cell(at, 1, str(standing))
        _number(page, at, 2, number)
        _number(page, at, 3, number / everything if everything else 0, PERCENT)
    last = first + len(summary.standings) - 1
    page.cell(last + 1, 1, "All").font = Font(name=FACE, bold=True)
    _number(page, last + 1, 2, everything)
    page.cell(last + 1, 2).font = Font(name=FACE, bold=True)
    _chart(page, first, last)
    return last + 3


def _chart(page: Worksheet, first: int, last: int) -> None:
    chart = BarChart()
    chart.type, chart.style, chart.legend = "bar", 10, None
    chart.title = "Contracts by standing"
    chart.add_data(Reference(page, min_col=2, min_row=first, max_row=last))
    chart.set_categories(Reference(page, min_col=1, min_row=first, max_row=last))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.series[0].graphicalProperties.solidFill = ACCENT
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.y_axis.majorGridlines = None
    chart.gapWidth = 40
    chart.width, chart.height = CHART_WIDTH, CHART_HEIGHT
    page.add_chart(chart, f"E{first - 1}")


def _by_department(page: Worksheet, summary: Summary, row: int) -> None:
    # Below the chart, which is taller than the table of standings.
    row = max(row, 27)
    _header(page, row, ("Department", "In force", "Comply", "Share", *(str(word) for word in summary.standings)))
    for name, counts in summary.departments:
        row += 1
        sharing = sum(counts.get(word, 0) for word in summary.sharing)
        comply = sum(counts.get(word, 0) for word in summary.complying)
        _write(page[f"A{row}"], name)
        for at, value in enumerate((sharing, comply), start=2):
            _number(page, row, at, value)
        _number(page, row, 4, comply / sharing if sharing else None, PERCENT)
        for at, word in enumerate(summary.standings, start=5):
            _number(page, row, at, counts.get(word, 0))


def _header(page: Worksheet, row: int, headings: tuple[str, ...]) -> None:
    page.row_dimensions[row].height = HEADER_HEIGHT
    for at, heading in enumerate(headings, start=1):
        page.cell(row, at, heading).style = header(Kind.NUMBER if at > 1 else Kind.TEXT)


def _number(page: Worksheet, row: int, column: int, value: float | None, form: str = FORMATS[Kind.NUMBER]) -> None:
    cell = page.cell(row, column, value)
    cell.number_format, cell.alignment = form, Alignment(horizontal="right", indent=1)
    cell.font = Font(name=FACE)


def _write(cell: Cell, words: str) -> None:
    # What people typed is text, also when it begins with "=".
    cell.value, cell.data_type = typed(words), "s"
    cell.font = Font(name=FACE)
