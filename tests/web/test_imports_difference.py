"""What a list would do is shown, decided about, brought in and undone, and others' lists are not there."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
from openpyxl.styles import Font

from tests.cast import rows
from tests.lists import LIST, contract, page
from tests.moments import MONDAY
from tracker.models.contract import Contract
from tracker.models.letter import Letter
from tracker.models.list_import import ListImport, NameDecision
from tracker.models.person import PersonDepartment
from tracker.models.vendor import VendorAlias


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


def test_the_persons_own_workbook_comes_back_with_the_problems_beside_the_rows(pia, check):
    book, into = openpyxl.Workbook(), BytesIO()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Contracts")
    for line in csv.reader(StringIO(LIST)):
        sheet.append(line)
    sheet["A3"].font = Font(bold=True)
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
