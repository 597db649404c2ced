"""JSON Lines: each value typed, text exactly as it was."""

import json
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.exports.test_cells import AWKWARD, FEW
from tracker.exports.json_lines import JsonLinesFile
from tracker.exports.sheet import Column

CITY = ZoneInfo("America/Los_Angeles")


def read(rows, *keys):
    stream = BytesIO()
    JsonLinesFile([Column("Heading", key=key) for key in keys], stream).add(rows)
    return [json.loads(line, parse_float=Decimal) for line in stream.getvalue().decode().splitlines() if line]


def test_each_value_has_its_type():
    row = ("=1", 7, True, Decimal("12345678901234567.89"), date(1850, 1, 2), datetime(2026, 11, 1, 9, tzinfo=CITY),
           ("a", "b"), None)  # fmt: skip
    assert read([row], *"abcdefgh") == [
        {"a": "=1", "b": 7, "c": True, "d": Decimal("12345678901234567.89"), "e": "1850-01-02",
         "f": "2026-11-01T09:00:00-08:00", "g": ["a", "b"], "h": None}
    ]  # fmt: skip


@FEW
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=())), max_size=8))
def test_any_text_comes_back_as_it_was(words):
    stream = BytesIO()
    JsonLinesFile([Column("Text", key="text")], stream).add([(word,) for word in (*words, *AWKWARD)])
    lines = stream.getvalue().decode().split("\n")
    assert [json.loads(line)["text"] for line in lines if line] == [*words, *AWKWARD]
