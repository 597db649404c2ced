"""Cells of a worksheet as XML: typed by their column, escaped, never a formula, never a link."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tracker.exports.sheet import Kind, Value

LONGEST_TEXT = 32_767
EPOCH = date(1899, 12, 30).toordinal()
FIRST_LEAP = date(1900, 3, 1)

# What XML 1.0 cannot hold is written as _xHHHH_, as the format (ST_Xstring) asks; text that looks so is kept apart.
_AWKWARD = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}


def text(value: str) -> str:
    """Escape text for a cell; nothing of it is lost but what lies beyond the format's longest text."""
    if len(value) > LONGEST_TEXT:
        value = value[: LONGEST_TEXT - 1] + "…"
    return _AWKWARD.sub(_escaped, value) if _AWKWARD.search(value) else value


def serial(day: date) -> int:
    """Return the number by which a worksheet knows a day; raises ValueError before March 1, 1900."""
    if day < FIRST_LEAP:
        raise ValueError("a worksheet knows no day before March 1900")
    return day.toordinal() - EPOCH


def writer(kind: Kind, column: str, style: int) -> Callable[[Value, str], str]:
    """Return a function that writes a value into a row of this column; None and "" give an empty styled cell."""
    empty = f'" s="{style}"/>'
    before_text = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    before_number = f'" s="{style}"><v>'
    start = f'<c r="{column}'

    def write_text(value: Value, row: str) -> str:
        if value is None or value == "":
            return start + row + empty
        return f"{start}{row}{before_text}{text(str(value))}</t></is></c>"

    def write_number(value: Value, row: str) -> str:
        if value is None:
            return start + row + empty
        if isinstance(value, int | Decimal):
            return f"{start}{row}{before_number}{value}</v></c>"
        return write_text(value, row)

    def write_day(value: Value, row: str) -> str:
        if isinstance(value, date) and value >= FIRST_LEAP:
            return f"{start}{row}{before_number}{value.toordinal() - EPOCH}</v></c>"
        return write_text(value, row)

    return {Kind.NUMBER: write_number, Kind.MONEY: write_number, Kind.DAY: write_day}.get(kind, write_text)


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return _NAMED.get(sign) or f"_x{ord(sign):04X}_"
