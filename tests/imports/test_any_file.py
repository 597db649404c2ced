"""Whatever a file holds: it is read, or refused in words; nothing else happens."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as some

from tracker.domain.import_words import ImportKind
from tracker.imports import header, listing
from tracker.imports.delimited import layout_of, rows
from tracker.imports.detected import detect, samples
from tracker.imports.encodings import encoding_of
from tracker.imports.kinds import KINDS
from tracker.imports.mapping import Mapping
from tracker.imports.table import ListUnreadable, SheetText

KNOWN = [heading for kind in KINDS.values() for field in kind.fields for heading in field.headings]
CELLS = some.one_of(
    some.none(),
    some.sampled_from([*KNOWN, "Total", "1/2/19", "$5", "a@b.example", "", " ", "1.23E+12", "(", "%"]),
    some.text(max_size=20),
    some.integers(),
    some.decimals(allow_nan=False, allow_infinity=False),
    some.dates(),
    some.booleans(),
)
SHEETS = some.lists(some.lists(CELLS, max_size=6), max_size=12)


@given(SHEETS, some.sampled_from(ImportKind), some.booleans())
def test_any_sheet_is_read_or_refused_in_words(table, kind, delimited):
    sheet = SheetText("List", [tuple(row) for row in table], delimited=delimited)
    with suppress(ListUnreadable):
        head = header.find(sheet, kind)
        mapping = detect(sheet, head, kind)
        assert len(samples(sheet, head)) == len(head.headings)
        assert Mapping.from_json(mapping.as_json()) == mapping
        found = listing.read(sheet, mapping, kind)
        numbers = [each.number for each in found.records] + [each.number for each in found.errors]
        assert len(set(numbers)) == len(numbers)
        assert all(
            isinstance(value, str | int | Decimal | date | tuple | None)
            for each in found.records
            for value in each.values.values()
        )


@settings(deadline=None)
@given(
    some.one_of(some.binary(max_size=200), some.text(max_size=200).map(lambda said: said.encode("utf-8", "replace")))
)
def test_any_bytes_are_rows_or_refused_in_words(data):
    with TemporaryDirectory() as folder, suppress(ListUnreadable):
        path = Path(folder) / "list"
        path.write_bytes(data)
        for row in rows(path, layout_of(path, encoding_of(path), KNOWN)):
            assert row is None or any(row)
