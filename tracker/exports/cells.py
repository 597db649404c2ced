"""Cells of a worksheet as XML: typed by their column, escaped, never a formula."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from tracker.exports.sheet import BETWEEN, YES_NO, Kind, Value

Write = Callable[[Value, str], str]

LONGEST_TEXT = 32_767
MOST_DIGITS = 15
EPOCH = date(1899, 12, 30).toordinal()
# The format takes 1900 for a leap year, so days count as everywhere else only from March 1900 on.
FIRST_SAFE_DAY = date(1900, 3, 1)
FIRST_SAFE = FIRST_SAFE_DAY.toordinal()
SECONDS_A_DAY = 86_400

# What XML 1.0 cannot hold is written as _xHHHH_, as the format (ST_Xstring) asks; text that looks so is kept apart.
_AWKWARD = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}


def text(value: str) -> str:
    """Escape text for a cell; nothing of it is lost but what lies beyond the format's longest text."""
    if len(value) > LONGEST_TEXT // 2:
        value = _fitting(value)
    return _AWKWARD.sub(_escaped, value) if _AWKWARD.search(value) else value


def words(value: Value) -> str:
    """Say a value in words where a cell, or the whole file, has no type for it."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return BETWEEN.join(value)
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def writer(kind: Kind, column: str, style: int) -> Write:
    """Return a function that writes a value into a row of this column; None and "" give an empty styled cell.

    What the kind's type cannot hold exactly (more than 15 digits, days before March 1900) is written as text.
    """
    # A mark has no empty cells: those of a sparse sheet would be most of it.
    empty = "" if kind is Kind.MARK else f'" s="{style}"/>'
    before_text = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    before_number = f'" s="{style}"><v>'
    start = f'<c r="{column}'

    def write_text(value: Value, row: str) -> str:
        if value is None:
            return empty and f"{start}{row}{empty}"
        said = value if isinstance(value, str) else words(value)
        if not said:
            return empty and f"{start}{row}{empty}"
        return f"{start}{row}{before_text}{text(said)}</t></is></c>"

    def write_number(value: Value, row: str) -> str:
        if _exact(value):
            return f"{start}{row}{before_number}{value}</v></c>"
        return write_text(value, row)

    def write_day(value: Value, row: str) -> str:
        if isinstance(value, date) and (number := value.toordinal()) >= FIRST_SAFE:
            return f"{start}{row}{before_number}{number - EPOCH}</v></c>"
        return write_text(value, row)

    def write_moment(value: Value, row: str) -> str:
        if isinstance(value, datetime) and (number := value.toordinal()) >= FIRST_SAFE:
            return f"{start}{row}{before_number}{number - EPOCH + _share_of_day(value):.9f}</v></c>"
        return write_text(value, row)

    typed = {Kind.NUMBER: write_number, Kind.MONEY: write_number, Kind.DAY: write_day, Kind.MOMENT: write_moment}
    return typed.get(kind, write_text)


def _exact(value: Value) -> bool:
    """Whether a spreadsheet program keeps all digits of a number."""
    if isinstance(value, Decimal):
        return value.is_finite() and (len(str(value)) <= MOST_DIGITS or len(value.as_tuple().digits) <= MOST_DIGITS)
    return type(value) is int and len(str(abs(value))) <= MOST_DIGITS


def _share_of_day(moment: datetime) -> float:
    # The clock's own reading: a day with a changed clock has no other in a spreadsheet.
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) / SECONDS_A_DAY


def _fitting(value: str) -> str:
    # The format counts UTF-16 units: a character beyond the first plane counts twice.
    units = value.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST_TEXT:
        return value
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return _NAMED.get(sign) or f"_x{ord(sign):04X}_"
