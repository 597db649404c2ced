"""The first sheet: as of which day, filtered how, and the counts with a chart that a manager can send on."""

from dataclasses import dataclass
from datetime import date

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.standings import Standing
from tracker.exports.sheet import Kind
from tracker.exports.styles import ACCENT, FACE, FORMATS

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
    page = book.create_sheet("Summary")
    row = _title_block(page, summary)
    row = _totals(page, summary, row + 1)
    _by_department(page, summary, row + 1)
    page.column_dimensions["A"].width = 34
    for at in range(2, len(summary.standings) + 5):
        page.column_dimensions[get_column_letter(at)].width = 13
    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _title_block(page: Worksheet, summary: Summary) -> int:
    page["A1"] = summary.title
    page["A1"].font = Font(name=FACE, size=18, bold=True, color=ACCENT)
    page["A2"] = summary.city
    page["A3"], page["B3"] = "As of", summary.as_of
    page["B3"].number_format = FORMATS[Kind.DAY]
    page["A4"], page["B4"] = "Filters", "; ".join(summary.filters) or "none: all contracts"
    for cell in ("A2", "A3", "B3", "A4", "B4"):
        page[cell].font = Font(name=FACE, bold=cell == "B3")
        page[cell].data_type = "d" if cell == "B3" else "s"
    page["B3"].alignment = Alignment(horizontal="left")
    return 5


def _totals(page: Worksheet, summary: Summary, row: int) -> int:
    everything = sum(summary.total(standing) for standing in summary.standings)
    _header(page, row, ("Standing", "Contracts", "Share"))
    first = row + 1
    for at, standing in enumerate(summary.standings, start=first):
        number = summary.total(standing)
        page.cell(at, 1, str(standing))
        page.cell(at, 2, number).number_format = FORMATS[Kind.NUMBER]
        page.cell(at, 3, number / everything if everything else 0).number_format = PERCENT
    last = first + len(summary.standings) - 1
    page.cell(last + 1, 1, "All").font = Font(name=FACE, bold=True)
    page.cell(last + 1, 2, everything).font = Font(name=FACE, bold=True)
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
        cell = page.cell(row, 1)
        cell.value, cell.data_type = name, "s"
        for at, value in enumerate((sharing, comply), start=2):
            page.cell(row, at, value).number_format = FORMATS[Kind.NUMBER]
        page.cell(row, 4, comply / sharing if sharing else None).number_format = PERCENT
        for at, word in enumerate(summary.standings, start=5):
            page.cell(row, at, counts.get(word, 0)).number_format = FORMATS[Kind.NUMBER]


def _header(page: Worksheet, row: int, headings: tuple[str, ...]) -> None:
    for at, heading in enumerate(headings, start=1):
        page.cell(row, at, heading).style = "Header"
