"""Native charts of small tables: names in column A, numbers beside them; each number stands on its bar."""

from dataclasses import dataclass

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exports.styles import ACCENT

OTHER = "C2850C"
WIDTH, HEIGHT = 21, 9.5
SHARES_WIDTH, SHARE_HEIGHT, SHARES_FRAME, SHARES_MOST = 30, 1.1, 4, 16
ROW_HEIGHT = 0.53
"""In centimetres, as all sizes here."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows of a table, without its heading and its sum."""

    first: int
    last: int


def bars(page: Worksheet, place: str, title: str, cells: Cells, *, upright: bool = False) -> None:
    """Draw the numbers of column B, one bar per row."""
    chart = _chart(title, upright=upright)
    chart.add_data(Reference(page, min_col=2, min_row=cells.first, max_row=cells.last))
    _finish(chart, page, cells)
    chart.legend = None
    chart.series[0].graphicalProperties.solidFill = ACCENT
    chart.width, chart.height = WIDTH, HEIGHT
    page.add_chart(chart, place)


def shares(page: Worksheet, place: str, title: str, cells: Cells) -> None:
    """Draw columns B and C, one upon the other: the whole behind the part that complies."""
    chart = _chart(title, upright=False)
    drawn = Reference(page, min_col=2, max_col=3, min_row=cells.first - 1, max_row=cells.last)
    chart.add_data(drawn, titles_from_data=True)
    _finish(chart, page, cells)
    for series, colour in zip(chart.series, (OTHER, ACCENT), strict=True):
        series.graphicalProperties.solidFill = colour
    chart.legend.position = "b"
    chart.width, chart.height = SHARES_WIDTH, _height(cells.last - cells.first + 1)
    page.add_chart(chart, place)


def rows_of_shares(departments: int) -> int:
    """How many rows of a sheet the chart of shares covers."""
    return round(_height(departments) / ROW_HEIGHT) + 1


def _height(departments: int) -> float:
    return SHARES_FRAME + SHARE_HEIGHT * min(departments, SHARES_MOST)


def _chart(title: str, *, upright: bool) -> BarChart:
    chart = BarChart()
    chart.type, chart.style, chart.title = "col" if upright else "bar", 10, title
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "#,##0"
    if not upright:
        chart.x_axis.scaling.orientation = "maxMin"
    chart.gapWidth = 40
    return chart


def _finish(chart: BarChart, page: Worksheet, cells: Cells) -> None:
    chart.set_categories(Reference(page, min_col=1, min_row=cells.first, max_row=cells.last))
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
