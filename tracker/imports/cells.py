"""Reading what people type into cells: text, days and amounts."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
CENT: Final = Decimal("0.01")
LARGEST: Final = Decimal("1e14")
DASHES: Final = frozenset({"", "-", "\u2013", "\u2014"})

_ISO: Final = re.compile(r"(?P<year>\d{4,})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_MONTH_FIRST: Final = re.compile(r"(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d+)", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d+)", re.ASCII)
_TIME: Final = re.compile(r"[T ]\d{1,2}:\d{2}.*$", re.ASCII)
_AMOUNT: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?", re.ASCII)
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class CellUnreadable(ValueError):
    """A cell does not hold what its column should; the message says why, without naming row or column."""


def text(cell: str) -> str:
    """Return the cell on one line, without control characters and outer spaces."""
    return " ".join(_UNPRINTABLE.sub("", cell).split())


def day(cell: str, *, day_first: bool = False) -> date | None:
    """Return the day, or None of an empty cell; a time of day behind it is passed over.

    Reads 2019-06-30 and 6/30/2019 (30/6/2019 with `day_first`). Raises CellUnreadable for anything else and for
    years that no contract has.
    """
    said = _TIME.sub("", text(cell))
    if not said:
        return None
    found = _ISO.fullmatch(said) or (_DAY_FIRST if day_first else _MONTH_FIRST).fullmatch(said)
    if found is None:
        raise CellUnreadable(f'"{said}" is not a day: write it like 6/30/2019 or 2019-06-30')
    year = int(found["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellUnreadable(f'"{said}" has no year between {FIRST_YEAR} and {LAST_YEAR}')
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise CellUnreadable(f'"{said}" is not in the calendar') from error


def amount(cell: str) -> Decimal | None:
    """Return the amount in dollars and cents, or None of an empty cell or a dash.

    Reads 20000, 34,000.00, $1.50, -5 and (5.00), which is negative. Raises CellUnreadable for anything else.
    """
    said = text(cell)
    if said in DASHES:
        return None
    bare = said.replace("$", "").replace(" ", "").removeprefix("+").replace("\u2212", "-")
    negative = bare.startswith("-") or (bare.startswith("(") and bare.endswith(")"))
    digits = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare.removeprefix("-")
    digits = digits.removesuffix("-") if not negative and digits.endswith("-") else digits
    negative = negative or bare.endswith("-")
    found = _AMOUNT.fullmatch(digits)
    if found is None or not any(letter.isdigit() for letter in digits):
        raise CellUnreadable(f'"{said}" is not an amount: write it like 34,000.00')
    value = Decimal(digits.replace(",", "")).quantize(CENT, rounding=ROUND_HALF_UP)
    if value >= LARGEST:
        raise CellUnreadable(f'"{said}" is more than an amount can be')
    return -value if negative else value
