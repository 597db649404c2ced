"""Lists come in on the page: columns are named, problems told in words, the difference shown, applied, undone."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO

import openpyxl
import pytest

from tests.cast import rows
from tests.moments import MONDAY
from tracker.models.contract import Contract
from tracker.models.letter import Letter
from tracker.models.list_import import ListImport, NameDecision, SavedMapping
from tracker.models.person import PersonDepartment
from tracker.models.vendor import VendorAlias
from tracker.services.list_imports import runs

LIST = """Contract no.,Vendor,Department,Title,Start,End,Amount
C-2291,"Acme Payroll, Inc.",Library,Payroll and benefits,1/1/2026,12/31/2027,1200
N-1,"Cedar Works, Inc.",Library,Shelving,2/1/2026,1/31/2027,"34,000.00"
N-2,"Birch Analytics LLC",Police,Maps,2/30/2026,1/31/2027,5
"""
COLUMNS = ["contract_number", "vendor", "department", "title", "starts_on", "through_on", "amount"]


@pytest.fixture
def pia(visitors, cast):
    return visitors.person(cast.pia)


@pytest.fixture
def send(pia):
    """Send a file; gives the address of its import."""

    def sent(text=LIST, name="list.csv", kind="contracts", client=pia):
        data = text if isinstance(text, bytes) else text.encode()
        answer = client.post("/imports/new", data={"kind": kind, "file": (BytesIO(data), name)})
        assert answer.status_code == 303, answer.text
        return answer.location

    return sent


@pytest.fixture
def check(pia, send):
    """Send a file and check it with its columns as they were recognized; gives the address of its import."""

    def checked(text=LIST, name="list.csv", columns=COLUMNS, **more):
        path = send(text, name)
        answer = pia.post(f"{path}/columns", data=mapped(columns, **more))
        assert answer.status_code == 303, answer.text
        return path

    return checked


def mapped(columns=COLUMNS, **more):
    chosen = {f"column-{index}": key for index, key in enumerate(columns)}
    return {**chosen, "date_order": "mdy", "decimal": ".", "pivot": "69", "then": "check", **more}


def page(client, path):
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return " ".join(unescape(answer.text).split())


def contract(work, number):
    work.session.rollback()
    found = rows(work.session, Contract, number=number)
    return found[0] if found else None


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


def test_the_difference_shows_counts_values_and_reasons(pia, check, work):
    text = page(pia, check())
    assert "1 new, 1 changed, 1 refused" in text
    assert "Nothing has changed yet." in text
    assert "Payroll and benefits" in text
    assert '"2/30/2026" is not in the calendar' in text
    assert contract(work, "N-1") is None
    assert contract(work, "C-2291").title == "Payroll processing"


def test_rows_are_chosen_by_fate_and_by_words(pia, check):
    path = check()
    refused = page(pia, f"{path}?show=refused")
    assert '"2/30/2026" is not in the calendar' in refused
    assert "Cedar Works" not in refused
    assert "Payroll and benefits" not in page(pia, f"{path}?q=N-1")
    assert "No row is like that." in page(pia, f"{path}?q=zebra")


def test_all_or_nothing_is_refused_in_words_and_all_but_the_refused_goes_through(pia, check, work):
    path = check()
    answer = pia.post(f"{path}/apply", data={"rows": "all"})
    assert answer.status_code == 422
    assert "1 row cannot be brought in" in answer.text
    assert contract(work, "N-1") is None
    assert pia.post(f"{path}/apply", data={"rows": "most"}).status_code == 303
    assert contract(work, "N-1").title == "Shelving"
    assert contract(work, "N-2") is None
    done = page(pia, path)
    assert "list.csv is brought in" in done
    assert "Reminders about 1 contract are held" in done
    assert "December 23, 2026" in done
    assert rows(work.session, Letter) == []


def test_a_second_click_changes_nothing(pia, check, work):
    path = check()
    for _click in range(2):
        assert pia.post(f"{path}/apply", data={"rows": "most"}).status_code == 303
    assert len(rows(work.session, Contract, number="N-1")) == 1
    work.session.rollback()
    for _click in range(2):
        assert pia.post(f"{path}/undo").status_code == 303
    assert contract(work, "N-1") is None


def test_an_import_is_undone_with_what_it_changed_named_first(pia, check, work):
    path = check()
    pia.post(f"{path}/apply", data={"rows": "most"})
    asked = page(pia, f"{path}/undo")
    assert "What 1 row made goes away." in asked
    assert "What 1 row changed is put back." in asked
    assert contract(work, "N-1") is not None
    assert pia.post(f"{path}/undo").status_code == 303
    assert contract(work, "N-1") is None
    assert contract(work, "C-2291").title == "Payroll processing"
    assert "The import of list.csv is undone" in page(pia, path)


def test_after_thirty_days_nothing_offers_to_undo(pia, check, moments, work, visitors, cast):
    path = check()
    pia.post(f"{path}/apply", data={"rows": "most"})
    moments.go_to(MONDAY + timedelta(days=31))
    later = visitors.person(cast.pia)
    assert "Undo this import" not in page(later, path)
    assert later.post(f"{path}/undo").status_code == 303
    assert contract(work, "N-1") is not None


def test_a_likely_vendor_is_decided_and_remembered(pia, check, work, cast):
    spelled = LIST.replace('"Acme Payroll, Inc."', "Acme Payrol Incorporated").replace("C-2291", "N-3")
    path = check(spelled)
    assert "1 vendor to decide" in page(pia, path)
    asked = page(pia, f"{path}/vendors")
    assert "Acme Payrol Incorporated" in asked
    assert "V-100 · 1 contract (Library)" in asked
    answer = {"spelling-0": "Acme Payrol Incorporated", "vendor-0": str(cast.acme)}
    assert pia.post(f"{path}/vendors", data=answer).status_code == 303
    assert "2 new, 1 refused" in page(pia, path)
    assert [row.vendor_id for row in rows(work.session, NameDecision)] == [cast.acme]
    assert "Acme Payrol Incorporated" in [row.name for row in rows(work.session, VendorAlias)]
    work.session.rollback()
    assert "2 new, 1 refused" in page(pia, check(spelled))


def test_names_can_all_be_new_at_once_and_what_was_not_offered_is_not_taken(pia, check, work, cast):
    path = check(LIST.replace('"Acme Payroll, Inc."', "Acme Payrol Incorporated").replace("C-2291", "N-3"))
    sneaky = {"spelling-0": "Acme Payrol Incorporated", "vendor-0": str(cast.birch)}
    pia.post(f"{path}/vendors", data=sneaky)
    assert rows(work.session, NameDecision) == []
    work.session.rollback()
    assert pia.post(f"{path}/vendors", data={"all": "new"}).status_code == 303
    assert "2 new, 1 refused" in page(pia, path)
    assert [row.vendor_id for row in rows(work.session, NameDecision)] == [None]


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


def test_the_persons_own_workbook_comes_back_with_the_problems_beside_the_rows(pia, check):
    book, into = openpyxl.Workbook(), BytesIO()
    book.active.title = "Contracts"
    for line in csv.reader(StringIO(LIST)):
        book.active.append(line)
    book.active["A3"].font = openpyxl.styles.Font(bold=True)
    book.save(into)
    path = check(into.getvalue(), "our list.xlsx")
    answer = pia.get(f"{path}/problems")
    assert "our list with problems.xlsx" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(BytesIO(answer.data))["Contracts"]
    assert [cell.value for cell in sheet[1]][-2:] == ["What becomes of it", "Problem"]
    assert [cell.value for cell in sheet[4]][-2:] == ["Refused", 'Start: "2/30/2026" is not in the calendar']
    assert sheet["A3"].font.bold
    assert sheet["H3"].value is None


def test_a_list_of_another_form_comes_back_as_csv_without_formulas(pia, check):
    path = check(LIST.replace("Maps", "=cmd|' /C calc'!A0"))
    lines = list(csv.reader(StringIO(pia.get(f"{path}/problems").text)))
    assert lines[0][-2:] == ["What becomes of it", "Problem"]
    assert lines[3][3].startswith("'=")
    assert lines[3][-2] == "Refused"
    assert pia.get(f"{check(LIST.replace('2/30/2026', '2/3/2026'))}/problems").status_code == 404


def test_the_sheet_and_the_row_of_the_headings_can_be_chosen(pia, send):
    book, into = openpyxl.Workbook(), BytesIO()
    book.active.title = "Remarks"
    book.active.append(["Nothing here"])
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


def test_an_import_can_be_put_aside_and_stays_in_the_history(pia, check):
    path = check()
    assert pia.post(f"{path}/cancel").status_code == 303
    assert "list.csv was put aside" in page(pia, path)
    assert "cancelled" in page(pia, "/imports/")
    assert pia.post(f"{path}/apply", data={"rows": "most"}).status_code == 409


def test_a_long_check_shows_its_progress_and_may_be_left(pia, check, work):
    path = check()
    run = rows(work.session, ListImport)[0]
    run.state, run.done, run.total = "checking", 1200, 40_000
    work.session.commit()
    text = page(pia, path)
    assert "1,200 of 40,000" in text
    assert 'hx-trigger="every 2s"' in text
    assert "You may close this page" in text


def test_who_sees_a_part_of_the_city_sees_own_lists_only(pia, check, visitors, cast, work):
    path = check()
    work.session.add(PersonDepartment(person_id=cast.olga, department_id=cast.library))
    work.session.commit()
    olga = visitors.person(cast.olga)
    for where in (path, f"{path}/columns", f"{path}/vendors", f"{path}/problems", f"{path}/undo"):
        assert olga.get(where).status_code == 404, where
    for deed in ("apply", "cancel", "undo", "columns"):
        assert olga.post(f"{path}/{deed}").status_code == 404, deed
    assert "list.csv" not in page(olga, "/imports/")
    assert "list.csv" in page(visitors.person(cast.oscar), "/imports/")
