"""A page of a grid, ready to be drawn by components/grid.html."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from tracker.domain.days import day_before, plus_days
from tracker.web.grid import ROWS_PER_PAGE, Address, Column
from tracker.web.grid_cells import opening

MONTHS_PER_QUARTER = 3
DECEMBER = 12
LAST_YEAR = 9998
FORM = "chosen"
TICK = "contract"


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column; with `href` it sorts."""

    label: str
    kind: str
    href: str | None
    direction: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick or an entry to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of which several values can be ticked."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[str]:
        """The labels of what is ticked."""
        return [choice.label for choice in self.choices if choice.chosen]


@dataclass(frozen=True, slots=True)
class View:
    """A saved question, or one that everybody has."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class GridPage:
    """What the templates draw; `body` holds the rows, written by tracker/web/grid_cells.py."""

    address: Address
    headings: list[Heading]
    body: Markup
    total: int
    first: int
    last: int
    previous: str | None
    next: str | None
    columns: list[Choice]


def grid_page(  # noqa: PLR0913, PLR0917  # the parts of a grid, each named
    address: Address,
    columns: Sequence[Column],
    chosen: Sequence[str],
    sort: str,
    rows: Iterable[Any],
    total: int,
    page: int,
    name: Callable[[Any], str],
    *,
    ticked: bool = False,
) -> GridPage:
    """Lay out one page of rows: `chosen` are the keys of the columns shown; `ticked` puts a box before each.

    `name` names a row for its box, whose value is the row's id, under the name TICK, in the form FORM.
    """
    keys = set(chosen)
    shown = [column for column in columns if column.key in keys]
    lines = _lines(shown, rows, name if ticked else None)
    first = (page - 1) * ROWS_PER_PAGE + 1
    last = first + len(lines) - 1
    return GridPage(
        address=address,
        headings=[_heading(address, column, sort) for column in shown],
        body=Markup("\n".join(lines)),  # noqa: S704  # cells are escaped where they are written
        total=total,
        first=first if lines else 0,
        last=last if lines else 0,
        previous=address.href(page=str(page - 1) if page > 2 else "") if page > 1 else None,  # noqa: PLR2004
        next=address.href(page=str(page + 1)) if last < total and lines else None,
        columns=[Choice(column.key, str(column.label), column.key in keys) for column in columns],
    )


def shown_columns(columns: Iterable[Column], chosen: Sequence[str]) -> tuple[str, ...]:
    """The keys of the columns to show: those chosen, or those shown unless somebody chooses."""
    return tuple(chosen) or tuple(column.key for column in columns if column.shown)


def days_offered(address: Address, on: date, today: date) -> list[View]:
    """Links to the days people ask for: today, the end of the quarter, one year on."""
    offered = {_("Today"): today, _("End of quarter"): end_of_quarter(today), _("One year on"): one_year_on(today)}
    return [View(label, _on(address, day, today), day == on) for label, day in offered.items()]


def end_of_quarter(day: date) -> date:
    """The last day of the quarter that holds a day."""
    month = day.month + (MONTHS_PER_QUARTER - day.month) % MONTHS_PER_QUARTER
    following = date(day.year + 1, 1, 1) if month == DECEMBER else date(day.year, month + 1, 1)
    return day_before(following)


def one_year_on(day: date) -> date:
    """The same day of the next year, the day before where there is none."""
    try:
        return day.replace(year=min(day.year + 1, LAST_YEAR))
    except ValueError:
        return plus_days(day, 365)


def _on(address: Address, day: date, today: date) -> str:
    return address.href(on="" if day == today else day.isoformat())


def _heading(address: Address, column: Column, sort: str) -> Heading:
    label = str(column.label)
    if not column.sortable:
        return Heading(label, column.kind, None, None)
    direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(sort)
    following = f"-{column.key}" if direction == "ascending" else column.key
    return Heading(label, column.kind, address.href(sort=following), direction)


def _lines(shown: Sequence[Column], rows: Iterable[Any], name: Callable[[Any], str] | None) -> list[str]:
    tags = ["td" if place else "th" for place in range(len(shown))]
    parts = [
        (opening(tag, column.kind, str(column.label)), column.cell(), f"</{tag}>")
        for tag, column in zip(tags, shown, strict=True)
    ]
    box = _box(name) if name else _no_box
    return [
        f"<tr>{box(row)}{''.join([f'{start}{write(row)}{end}' for start, write, end in parts])}</tr>" for row in rows
    ]


def _box(name: Callable[[Any], str]) -> Callable[[Any], str]:
    before, _name, after = (escape(part) for part in _("Select %(name)s", name="\0").partition("\0"))
    start = f'<td class="select"><label class="tick"><input type="checkbox" form="{FORM}" name="{TICK}" data-select-row'
    return lambda row: f'{start} value="{row.id:d}" aria-label="{before}{escape(name(row))}{after}"></label></td>'


def _no_box(_row: object) -> str:
    return ""
