"""Lists come in on the page: a file is chosen, its columns are named, and problems are told in words."""

import csv
import re
from io import BytesIO, StringIO

import openpyxl
import pytest

from tests.cast import rows
from tests.lists import LIST, mapped, page
from tracker.models.list_import import ListImport, SavedMapping
from tracker.services.list_imports import runs


def test_both_grids_lead_to_the_page_that_brings_a_list_in(pia, visitors, cast):
    assert 'href="/imports/new?kind=contracts"' in page(pia, "/contracts")
    assert 'href="/imports/new?kind=vendors"' in page(pia, "/vendors")
    assert "/imports/new" not in page(visitors.person(cast.ada), "/contracts")
    assert "No list was brought in yet" in page(visitors.person(cast.ada), "/imports/")


def test_the_columns_are_recognized_with_samples_and_how_they_are_read(pia, send):
    text = page(pia, send())
    assert "Columns of list.csv" in text
    assert '<option value="contract_number" selected>Contract no. (needed)</option>' in text
    assert "January 1, 2026" in text
    assert "$34,000.00" in text
    assert "1/1/2026 is read as January 1, 2026" in text


def test_a_needed_column_that_no_column_holds_is_said_in_plain_words(pia, send):
    path = send("Things,Company\nseventeen words,Acme\n")
    assert "Contract no. is needed: which column holds it?" in page(pia, path)
    answer = pia.post(f"{path}/columns", data=mapped(["", "vendor"], save_as="Things"))
    assert answer.status_code == 422
    assert "Contract no. is needed: which column holds it?" in answer.text
    assert 'value="Things"' in answer.text
    twice = pia.post(f"{path}/columns", data=mapped(["vendor", "vendor"]))
    assert "Vendor is chosen for more than one column." in twice.text
    assert "type a number from 0 to 99" in pia.post(f"{path}/columns", data=mapped(pivot="many")).text


def test_days_are_read_again_in_the_order_that_a_person_chooses(pia, send):
    path = send(LIST.replace("2/30/2026", "2/3/2026"))
    answer = pia.post(f"{path}/columns", data=mapped(then="look", date_order="dmy"))
    assert answer.status_code == 200
    assert "March 2, 2026" in answer.text or "January 2, 2026" in answer.text
    assert '<option value="dmy" selected>' in answer.text


def test_columns_saved_under_a_name_are_offered_and_used_again(pia, check, send, work):
    check(save_as="  Finance   list ")
    saved = rows(work.session, SavedMapping)
    assert [row.name for row in saved] == ["Finance list"]
    number = saved[0].id
    work.session.rollback()
    path = send()
    assert f'<option value="{number}">Finance list</option>' in page(pia, path)
    assert '<option value="title" selected>' in page(pia, f"{path}/columns?saved={number}")


def test_a_list_with_the_same_headings_is_read_as_it_was_saved(pia, check, send):
    check(columns=["contract_number", "vendor", "department", "note"], save_as="Finance list")
    text = page(pia, send())
    assert "saved under the name “Finance list”" in text
    assert '<option value="note" selected>' in text
    assert '<option value="title" selected>' not in text


def test_the_sheet_and_the_row_of_the_headings_can_be_chosen(pia, send):
    book, into = openpyxl.Workbook(), BytesIO()
    book.remove(book.worksheets[0])
    book.create_sheet("Remarks").append(["Nothing here"])
    second = book.create_sheet("List")
    for line in (["As of June"], [], *csv.reader(StringIO(LIST))):
        second.append(line)
    book.save(into)
    path = send(into.getvalue(), "list.xlsx")
    text = page(pia, path)
    assert "Read from sheet “List”, headings in row 3" in text
    assert "Read from sheet “List”, headings in row 4" in page(pia, f"{path}/columns?sheet=List&header_row=4")
    assert pia.get(f"{path}/columns?sheet=Nowhere").status_code == 422
    assert pia.get(f"{path}/columns?sheet=List&header_row=999").status_code == 422


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 not a list", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_list_is_refused_in_words(pia, data):
    answer = pia.post(
        "/imports/new", data={"kind": "vendors", "file": (BytesIO(data), "list.csv")}, follow_redirects=True
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_nothing_chosen_keeps_the_kind(pia):
    answer = pia.post("/imports/new", data={"kind": "vendors"})
    assert answer.status_code == 422
    assert "Choose the file." in answer.text
    assert re.search(r'<input checked[^>]*value="vendors"', answer.text)


def test_a_file_beyond_the_limit_is_refused_with_what_to_do(pia, monkeypatch, work):
    monkeypatch.setattr(runs, "LARGEST", 1000)
    monkeypatch.setattr("tracker.web.imports.begin.MEGABYTE", 0)
    data = {"kind": "vendors", "file": (BytesIO(b"a,b\n" * 1000), "list.csv")}
    answer = pia.post("/imports/new?kind=vendors", data=data)
    assert answer.status_code == 413
    assert "This file is larger than 100 MB." in answer.text
    assert rows(work.session, ListImport) == []


def test_a_list_larger_than_documents_may_be_is_taken(app, send):
    app.config["MAX_CONTENT_LENGTH"] = 500
    assert send(LIST * 10)
