"""The first sheet: as of which day, filtered how, and the counts with charts that a manager can send on."""

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.standings import Standing
from tracker.exports import charts, printing
from tracker.exports.about import About
from tracker.exports.counted import PERCENT, heading, number, word
from tracker.exports.sheet import Kind
from tracker.exports.styles import ACCENT, FACE, FORMATS, tint

NAME = "Summary"
FIRST_WIDTH, WIDTH = 32, 12
CHART_COLUMN = 5
"""Charts stand to the right of the tables of two and three columns."""
CHART_ROWS = 20
"""How many rows of the usual height a chart covers."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts by department and standing, and of what runs out by month ("2027-03"), soonest first.

    `comply` and `sharing` make the percentage.
    """

    standings: tuple[Standing, ...]
    departments: tuple[tuple[str, dict[Standing, int]], ...]
    months: tuple[tuple[str, int], ...]
    complying: frozenset[Standing]
    sharing: frozenset[Standing]

    def total(self, standings: Iterable[Standing]) -> int:
        """How many contracts stand so, all departments together."""
        return sum(counts.get(one, 0) for _, counts in self.departments for one in standings)

    @property
    def sentence(self) -> str:
        """The whole of it in words."""
        sharing, comply = self.total(self.sharing), self.total(self.complying)
        share = f" ({comply / sharing:.1%})" if sharing else ""
        return (
            f"{sharing:,} contracts in force share personal data or have not said. "
            f"{comply:,} comply{share}; {sharing - comply:,} need somebody."
        )


def add_summary(book: Workbook, about: About, summary: Summary) -> None:
    """Add the sheet "Summary" in front."""
    page = book.create_sheet(NAME, 0)
    row = _title_block(page, about, summary)
    row = _standings(page, summary, row)
    row = _months(page, summary, row)
    page.row_breaks.append(Break(id=row - 1))
    last = _by_department(page, summary, row)
    page.column_dimensions["A"].width = FIRST_WIDTH
    columns = _widest(summary)
    for at in range(2, columns + 1):
        page.column_dimensions[get_column_letter(at)].width = WIDTH
    page.sheet_view.showGridLines = False
    page.print_area = f"A1:{get_column_letter(columns)}{last}"
    printing.set_up(page, about, landscape=True)


def _widest(summary: Summary) -> int:
    return max(4 + len(_present(summary)), CHART_COLUMN + 10)


def _present(summary: Summary) -> list[Standing]:
    return [one for one in summary.standings if summary.total([one])]


def _title_block(page: Worksheet, about: About, summary: Summary) -> int:
    for row, said in enumerate((about.title, about.city, summary.sentence), start=1):
        word(page, row, 1, said)
    page["A1"].font = Font(name=FACE, size=18, bold=True, color=ACCENT)
    page["A3"].font = Font(name=FACE, bold=True)
    word(page, 4, 1, "As of")
    page["B4"] = about.as_of
    page["B4"].number_format = FORMATS[Kind.DAY]
    page["B4"].font = Font(name=FACE, bold=True)
    page["B4"].alignment = Alignment(horizontal="left")
    word(page, 5, 1, "Filters")
    word(page, 5, 2, about.filter_line)
    return 7


def _standings(page: Worksheet, summary: Summary, row: int) -> int:
    heading(page, row, ("Standing", "Contracts", "Share"))
    everything, first = summary.total(summary.standings), row + 1
    for at, standing in enumerate(summary.standings, start=first):
        found = summary.total([standing])
        word(page, at, 1, str(standing))
        number(page, at, 2, found)
        number(page, at, 3, found / everything if everything else 0, PERCENT)
    last = first + len(summary.standings) - 1
    word(page, last + 1, 1, "All", bold=True)
    number(page, last + 1, 2, everything, bold=True)
    for rule in tint(f"A{first}"):
        page.conditional_formatting.add(f"A{first}:A{last}", rule)
    charts.bars(page, f"E{row}", "Contracts by standing", charts.Cells(first, last))
    return max(last + 3, row + CHART_ROWS)


def _months(page: Worksheet, summary: Summary, row: int) -> int:
    heading(page, row, ("Coverage ends in", "Contracts"))
    for at, (month, found) in enumerate(summary.months, start=row + 1):
        word(page, at, 1, month)
        number(page, at, 2, found)
    last = row + len(summary.months)
    word(page, last + 1, 1, "All of these months", bold=True)
    number(page, last + 1, 2, sum(found for _, found in summary.months), bold=True)
    if summary.months:
        cells = charts.Cells(row + 1, last)
        charts.bars(page, f"E{row}", "Coverage that ends, by month", cells, upright=True)
    return max(last + 3, row + CHART_ROWS)


def _by_department(page: Worksheet, summary: Summary, row: int) -> int:
    present, first = _present(summary), row + 1
    heading(page, row, ("Department", "In force, sharing", "Comply", "Share", *(str(one) for one in present)))
    for at, (name, counts) in enumerate(summary.departments, start=first):
        word(page, at, 1, name)
        _line(page, at, counts, summary, present)
    last = row + len(summary.departments)
    whole = {one: summary.total([one]) for one in summary.standings}
    word(page, last + 1, 1, "All", bold=True)
    _line(page, last + 1, whole, summary, present, bold=True)
    if not summary.departments:
        return last + 1
    charts.shares(page, f"A{last + 3}", "Contracts that comply, by department", charts.Cells(first, last))
    return last + 3 + charts.rows_of_shares(len(summary.departments))


def _line(  # where, what, and how
    page: Worksheet,
    row: int,
    counts: dict[Standing, int],
    summary: Summary,
    present: list[Standing],
    *,
    bold: bool = False,
) -> None:
    sharing = sum(counts.get(one, 0) for one in summary.sharing)
    comply = sum(counts.get(one, 0) for one in summary.complying)
    number(page, row, 2, sharing, bold=bold)
    number(page, row, 3, comply, bold=bold)
    number(page, row, 4, comply / sharing if sharing else None, PERCENT, bold=bold)
    for at, one in enumerate(present, start=5):
        number(page, row, at, counts.get(one, 0), bold=bold)
