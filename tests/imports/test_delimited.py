"""Text in any encoding, delimiter and line end becomes the same rows."""

import pytest

from tracker.imports.delimited import layout_of, rows
from tracker.imports.encodings import encoding_of
from tracker.imports.table import ListUnreadable

WANTED = ["Contract no.", "Vendor", "Title"]
ROWS = [["Contract no.", "Vendor", "Title"], ["007", "Señal, Inc.", "Signs"], ["008", "Birch", "Trees"]]


def written(delimiter=",", end="\n", encoding="utf-8"):
    """A small list as bytes."""
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in ROWS]
    return (end.join(delimiter.join(row) for row in quoted) + end).encode(encoding)


@pytest.fixture
def read(tmp_path):
    """Read bytes as the limited process does."""
    path = tmp_path / "list"

    def reads(data: bytes) -> list[list[str | None] | None]:
        path.write_bytes(data)
        return list(rows(path, layout_of(path, encoding_of(path), WANTED)))

    return reads


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16", "utf-16-be"])
def test_every_way_of_writing_gives_the_same_rows(read, delimiter, end, encoding):
    assert read(written(delimiter, end, encoding)) == ROWS


def test_rows_keep_their_numbers_and_blank_ones_are_blank(read):
    assert read(b"Contracts of 2019,,\n,,\n\n" + written())[:3] == [["Contracts of 2019", None, None], None, None]


def test_a_line_break_in_quotes_stays_in_its_cell(read):
    assert read(b'Vendor,Title\nAcme,"Signs\nand posts"\nBirch,Trees\n')[1] == ["Acme", "Signs\nand posts"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (bytes(range(256)) * 9, "neither a workbook nor text"),
        (b'Vendor,Title\nAcme,"' + b"x" * 2_000_000 + b"\n", "from row 2 on"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(read, data, said):
    with pytest.raises(ListUnreadable, match=said):
        read(data)
