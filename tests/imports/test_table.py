"""Files in any encoding, delimiter and line end become the same table."""

import pytest

from tracker.imports.contract_table import read_table
from tracker.imports.table import ListUnreadable

WANTED = ["Contract no.", "Vendor", "Title"]
ROWS = (("Contract no.", "Vendor", "Title"), ("007", "Señal, Inc.", "Signs"), ("008", "Birch", "Trees"))


def written(delimiter=",", end="\n", encoding="utf-8"):
    """A small list as bytes."""
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in ROWS]
    return (end.join(delimiter.join(row) for row in quoted) + end).encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_way_of_writing_gives_the_same_table(delimiter, end, encoding):
    table = read_table(written(delimiter, end, encoding), WANTED)
    assert table.headings == ROWS[0]
    assert table.rows == ((2, ROWS[1]), (3, ROWS[2]))


def test_a_title_block_above_the_header_is_passed_over_and_rows_keep_their_numbers():
    table = read_table(b"Contracts of 2019,,\n,,\n" + written(), WANTED)
    assert [number for number, _ in table.rows] == [4, 5]


def test_empty_rows_are_left_out_and_counted():
    table = read_table(b"Vendor,Title\n\n,\nAcme,Signs\n", WANTED)
    assert table.rows == ((4, ("Acme", "Signs")),)


def test_a_line_break_in_quotes_stays_in_its_cell():
    table = read_table(b'Vendor,Title\nAcme,"Signs\nand posts"\nBirch,Trees\n', WANTED)
    assert table.rows == ((2, ("Acme", "Signs\nand posts")), (3, ("Birch", "Trees")))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"PK\x03\x04", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"a,b\n1,2\n", "None of the expected headings"),
        (b"Vendor,Title\nAcme," + b"x" * 200_000 + b"\n", "near row 2"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(data, said):
    with pytest.raises(ListUnreadable, match=said):
        read_table(data, WANTED)
