"""Rows as JSON Lines, for developers: one object per row, typed, under the keys of the columns."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import IO

from tracker.exports.sheet import Column, Row, Value

Encode = Callable[[object], str]

ROWS_AT_ONCE = 500
_AS_IT_IS: Encode = json.JSONEncoder(ensure_ascii=False).encode
_ESCAPED: Encode = json.JSONEncoder(ensure_ascii=True).encode


class JsonLinesFile:
    """Writes rows to a binary stream as UTF-8, one object a line; text is exactly what was stored.

    Numbers and amounts are JSON numbers with all their digits, days are "YYYY-MM-DD", moments have their distance from
    UTC, lists are arrays, yes and no are true and false, what is empty is null.
    """

    def __init__(self, columns: Iterable[Column], stream: IO[bytes]) -> None:
        self._stream = stream
        self._starts = [f"{_ESCAPED(column.key)}:" for column in columns]

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows below those that are there; each has one value per column."""
        lines: list[bytes] = []
        for row in rows:
            lines.append(self._line(row))
            if len(lines) == ROWS_AT_ONCE:
                self._stream.write(b"".join(lines))
                lines.clear()
        self._stream.write(b"".join(lines))

    def _line(self, row: Row) -> bytes:
        try:
            return self._object(row, _AS_IT_IS).encode()
        except UnicodeEncodeError:
            # Half characters stand in no UTF-8; JSON has escapes for them.
            return self._object(row, _ESCAPED).encode()

    def _object(self, row: Row, encode: Encode) -> str:
        pairs = zip(self._starts, row, strict=True)
        return "{" + ",".join([start + _json(value, encode) for start, value in pairs]) + "}\n"


def _json(value: Value, encode: Encode) -> str:
    if isinstance(value, Decimal):
        # The encoder knows no Decimal; as a number of JSON it keeps every digit.
        return f"{value:f}" if value.is_finite() else "null"
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return encode(value)
