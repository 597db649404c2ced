"""Days as people and spreadsheets write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tracker.imports.cells import CellUnreadable, text
from tracker.imports.table import CellValue

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
NO_END: Final = (date(9999, 12, 31), date(2999, 12, 31))
"""What finance systems write where there is no end."""
NO_DAY: Final = frozenset(
    {"", "-", "--", "\u2013", "\u2014", "n/a", "na", "#n/a", "none", "null", "nil", "tbd", "open", "open ended"}
    | {"open-ended", "ongoing", "indefinite", "evergreen", "perpetual", "0000-00-00", "00/00/0000"}
)
EPOCHS: Final = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
SERIALS: Final = range(10_000, 110_000)
"""Days since the epoch that are no mistake: 1927 to 2201."""
COMPACT: Final = range(1900_01_01, 2200_00_00)
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "enero", "ene"),
            ("feb", "february", "febrero"),
            ("mar", "march", "marzo"),
            ("apr", "april", "abril", "abr"),
            ("may", "mayo"),
            ("jun", "june", "junio"),
            ("jul", "july", "julio"),
            ("aug", "august", "agosto", "ago"),
            ("sep", "sept", "september", "septiembre"),
            ("oct", "october", "octubre"),
            ("nov", "november", "noviembre"),
            ("dec", "december", "diciembre", "dic"),
        ),
        start=1,
    )
    for name in names
}

PARTS: Final = re.compile(r"(\d{1,4})\s?([/.\-\u2013])\s?(\d{1,2})\s?\2\s?(\d{1,5})", re.ASCII)
_TIME: Final = re.compile(r"(?:,|T|\s)\s*\d{1,2}:\d{2}.*$", re.ASCII)
_WEEKDAY: Final = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|[nr]d|th)?[\s.\-/]*(?:of\s+|de\s+)?)?(?P<month>[a-z]{3,10})\.?[\s.,\-/]*(?:de\s+)?"
    r"(?:(?P<after>\d{1,2})(?:st|[nr]d|th)?[\s,.\-/]+)?'?(?P<year>\d{4}|\d{2})",
    re.ASCII | re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d{5,6}(?:\.\d+)?|\d{8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DayStyle:
    """How days are written: order of the parts, the last two-digit year of this century, where serials count from."""

    order: str = "mdy"
    pivot: int = 69
    epoch_1904: bool = False


def day(cell: CellValue, style: DayStyle) -> date | None:
    """Return the day, or None of an empty cell and of words like "none" or "ongoing"; a time of day is passed over.

    Reads real dates, 2019-06-30, 20190630, 6/30/2019 by the order told, 6/30/19, 30-Jun-2019, June 30, 2019 and serial
    numbers of spreadsheets. Raises CellUnreadable for anything else and for years outside 1900 to 2199.
    """
    if cell is None:
        return None
    if isinstance(cell, date):
        return _in_range(cell, cell.isoformat())
    if isinstance(cell, bool):
        raise CellUnreadable("yes or no is not a day")
    said = text(str(cell))
    if said.casefold() in NO_DAY:
        return None
    if _DIGITS.fullmatch(said):
        return _of_digits(said, style)
    said = _WEEKDAY.sub("", _TIME.sub("", said))
    if found := PARTS.fullmatch(said):
        return _of_parts(said, found, style)
    if found := _NAMED.fullmatch(said):
        return _of_name(said, found, style)
    raise CellUnreadable(f'"{said}" is not a day: write it like 6/30/2019 or 2019-06-30')


def _of_digits(said: str, style: DayStyle) -> date | None:
    number = int(said.partition(".")[0])
    if number in SERIALS:
        return EPOCHS[style.epoch_1904] + timedelta(days=number)
    if number in COMPACT or number == 9999_12_31:  # noqa: PLR2004  # the day that means no end
        return _made(said, number // 10_000, number // 100 % 100, number % 100)
    raise CellUnreadable(f'"{said}" is not a day: write it like 6/30/2019 or 2019-06-30')


def _of_parts(said: str, found: re.Match[str], style: DayStyle) -> date | None:
    first, second, third = found[1], found[3], found[4]
    if len(first) > 2:  # noqa: PLR2004  # a year of four digits stands first whatever the order
        return _made(said, int(first), int(second), int(third))
    if style.order == "ymd" and len(third) <= 2:  # noqa: PLR2004
        return _made(said, _year(first, style), int(second), int(third))
    year = _year(third, style)
    month, day_of_month = (second, first) if style.order == "dmy" else (first, second)
    return _made(said, year, int(month), int(day_of_month))


def _of_name(said: str, found: re.Match[str], style: DayStyle) -> date | None:
    month = MONTHS.get(found["month"].lower())
    days = [part for part in (found["day"], found["after"]) if part]
    if month is None or len(days) != 1:
        raise CellUnreadable(f'"{said}" is not a day: write it like 6/30/2019 or 2019-06-30')
    return _made(said, _year(found["year"], style), month, int(days[0]))


def _year(digits: str, style: DayStyle) -> int:
    number = int(digits)
    if len(digits) > 2:  # noqa: PLR2004  # written out
        return number
    return number + (2000 if number <= style.pivot else 1900)


def _made(said: str, year: int, month: int, day_of_month: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR and (year, month, day_of_month) not in {(9999, 12, 31), (2999, 12, 31)}:
        raise CellUnreadable(f'"{said}" has no year between {FIRST_YEAR} and {LAST_YEAR}')
    try:
        return _in_range(date(year, month, day_of_month), said)
    except ValueError as error:
        if isinstance(error, CellUnreadable):
            raise
        raise CellUnreadable(f'"{said}" is not in the calendar') from error


def _in_range(found: date, said: str) -> date | None:
    if found in NO_END:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellUnreadable(f'"{said}" has no year between {FIRST_YEAR} and {LAST_YEAR}')
    return found
