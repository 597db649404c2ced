"""Files beyond the limits are refused, in words, without being read whole."""

import pytest

from tracker.imports.opened import open_file
from tracker.imports.table import ListUnreadable


def test_a_file_larger_than_100_mb_is_refused_without_being_read(tmp_path):
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024 + 1)
    with pytest.raises(ListUnreadable, match="larger than 100 MB: part the list"):
        open_file(path)


def test_a_list_of_more_than_100000_rows_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Vendor,Note\n" + "Acme,x\n" * 100_300)
    with pytest.raises(ListUnreadable, match="more than 100,000 rows: part the list"):
        open_file(path)


def test_a_name_of_a_file_says_nothing(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_text("Vendor;Vendor no.\nAcme;0042\nBirch;0043\n")
    opened = open_file(path)
    assert (opened.form, opened.sheets[0].rows[1]) == ("csv", ("Acme", "0042"))
