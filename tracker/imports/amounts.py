"""Amounts of money and whole numbers as people and spreadsheets write them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from tracker.imports.cells import CellUnreadable, text
from tracker.imports.table import CellValue

CENT: Final = Decimal("0.01")
LARGEST: Final = Decimal("1e14")
NOTHING: Final = frozenset({"", "-", "--", "\u2013", "\u2014", "n/a", "na", "#n/a", "none", "null", "tbd", "nil"})
DASHES: Final = frozenset({"-", "--", "\u2013", "\u2014"})
_CURRENCY: Final = re.compile(r"US\$|USD|EUR|GBP|CAD|US|[$\u20ac\u00a3\u00a5\u00a2]", re.IGNORECASE)
_SPACE: Final = re.compile(r"[\s\u00a0\u202f\u2009'\u2019]")
_DIGITS: Final = {
    ".": re.compile(r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)?(?:\.\d*)?", re.ASCII),
    ",": re.compile(r"(?:\d{1,3}(?:\.\d{2,3})*\.\d{3}|\d+)?(?:,\d*)?", re.ASCII),
}
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?e[+-]?\d{1,2}", re.ASCII | re.IGNORECASE)
MOST_COUNT: Final = 100_000
HUNDRED: Final = 100


def amount(cell: CellValue, *, decimal: str = ".", percent: bool = False) -> Decimal | None:
    """Return the amount in dollars and cents, or None of an empty cell or a dash.

    Reads 20000, 34,000.00 (34.000,00 with the decimal comma), $1.50, 1.50 USD, -5, 5- and (5.00), which is negative.
    Raises CellUnreadable for anything else, and for percentages unless `percent` lets 5% be 0.05.
    """
    if cell is None:
        return None
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return _kept(Decimal(cell), str(cell))
    said = text(str(cell))
    if said.casefold() in NOTHING:
        return None
    bare = _SPACE.sub("", _CURRENCY.sub("", said)).replace("\u2212", "-")
    if bare in DASHES:
        # What accountants' formats show for zero: "$ -".
        return None
    if bare.endswith("%"):
        if not percent:
            raise CellUnreadable(f'"{said}" is a percentage, not an amount')
        return _kept(_number(bare[:-1], said, decimal) / HUNDRED, said)
    return _kept(_number(bare, said, decimal), said)


def count(cell: CellValue) -> int | None:
    """Return a whole number from 0 to 100,000, or None of an empty cell; "72 hours" is 72. Raises CellUnreadable."""
    if cell is None:
        return None
    said = text(str(cell))
    if said.casefold() in NOTHING:
        return None
    found = re.fullmatch(
        r"(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.0+)?\s*(?:hours?|hrs?|days?|h|d)?\.?", said, re.IGNORECASE | re.ASCII
    )
    number = int(found[1].replace(",", "")) if found else -1
    if not 0 <= number <= MOST_COUNT:
        raise CellUnreadable(f'"{said}" is not a whole number')
    return number


def _number(bare: str, said: str, decimal: str) -> Decimal:
    negative = bare.startswith("-") or bare.endswith("-") or (bare.startswith("(") and bare.endswith(")"))
    digits = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
    digits = digits.removesuffix("-").removeprefix("-").removeprefix("+")
    if _SCIENTIFIC.fullmatch(digits):
        value = Decimal(digits.replace(",", "."))
    elif _DIGITS[decimal].fullmatch(digits) and any(letter.isdigit() for letter in digits):
        value = Decimal(digits.replace(",", "") if decimal == "." else digits.replace(".", "").replace(",", "."))
    else:
        raise CellUnreadable(f'"{said}" is not an amount: write it like 34,000.00')
    return -value if negative else value


def _kept(value: Decimal, said: str) -> Decimal:
    if abs(value) >= LARGEST:
        raise CellUnreadable(f'"{said}" is more than an amount can be')
    return value.quantize(CENT, rounding=ROUND_HALF_UP)
