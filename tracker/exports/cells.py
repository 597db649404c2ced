"""Cells of a worksheet as XML: typed by their column, escaped, never a formula, never a link."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tracker.exports.sheet import Kind, Value

Write = Callable[[Value, str], str]

LONGEST_TEXT = 32_767
EPOCH = date(1899, 12, 30).toordinal()
# The format takes 1900 for a leap year, so days count as everywhere else only from March 1900 on.
FIRST_SAFE_DAY = date(1900, 3, 1)
FIRST_SAFE = FIRST_SAFE_DAY.toordinal()

# What XML 1.0 cannot hold is written as _xHHHH_, as the format (ST_Xstring) asks; text that looks so is kept apart.
_AWKWARD = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}


def text(value: str) -> str:
    """Escape text for a cell; nothing of it is lost but what lies beyond the format's longest text."""
    if len(value) > LONGEST_TEXT // 2:
        value = _fitting(value)
    return _AWKWARD.sub(_escaped, value) if _AWKWARD.search(value) else value


def writer(kind: Kind, column: str, style: int) -> Write:
    """Return a function that writes a value into a row of this column; None and "" give an empty styled cell."""
    # A mark has no empty cells: those of a sparse sheet would be most of it.
    empty = "" if kind is Kind.MARK else f'" s="{style}"/>'
    before_text = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    before_number = f'" s="{style}"><v>'
    start = f'<c r="{column}'

    def write_text(value: Value, row: str) -> str:
        if value is None or value == "":  # 0 is a value
            return empty and f"{start}{row}{empty}"
        return f"{start}{row}{before_text}{text(str(value))}</t></is></c>"

    def write_number(value: Value, row: str) -> str:
        if isinstance(value, int) or (isinstance(value, Decimal) and value.is_finite()):
            return f"{start}{row}{before_number}{value}</v></c>"
        return write_text(value, row)

    def write_day(value: Value, row: str) -> str:
        if isinstance(value, date) and (number := value.toordinal()) >= FIRST_SAFE:
            return f"{start}{row}{before_number}{number - EPOCH}</v></c>"
        return write_text(value, row)

    return {Kind.NUMBER: write_number, Kind.MONEY: write_number, Kind.DAY: write_day}.get(kind, write_text)


def _fitting(value: str) -> str:
    # The format counts UTF-16 units: a character beyond the first plane counts twice.
    units = value.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST_TEXT:
        return value
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return _NAMED.get(sign) or f"_x{ord(sign):04X}_"
