"""A vendor takes its own answers along, before and after they were sent; nobody else's."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

from openpyxl import load_workbook

from tests.portal.conftest import complete
from tracker.services import attestations

MONDAY = date(2026, 11, 23)


def address(number, form):
    return f"/portal/requests/{number}/answers-file?format={form}"


def test_a_draft_is_taken_along_as_workbook_csv_and_json_lines(city, visitors):
    cora = visitors.contact(city.cast.cora)
    book = load_workbook(BytesIO(cora.get(address(city.acme, "xlsx")).data))
    head, *rows = book["Answers"].iter_rows(values_only=True)
    assert head == ("Clause", "Text of the clause", "Answer", "Explanation", "Target day", "Control meanwhile")
    twin = list(csv.DictReader(StringIO(cora.get(address(city.acme, "csv")).text, newline="")))
    objects = [json.loads(line) for line in cora.get(address(city.acme, "jsonl")).text.splitlines()]
    assert [row[0] for row in rows] == [row["Clause"] for row in twin] == [one["clause"] for one in objects]
    assert {one["answer"] for one in objects} == {None}
    assert "/answers-file?format=csv" in cora.get(f"/portal/requests/{city.acme}/answers").text


def test_what_was_sent_is_taken_along_as_it_was_sent(city, visitors, cora, ready):
    attestations.submit(cora, ready, MONDAY)
    cora.session.commit()
    client = visitors.contact(city.cast.cora)
    objects = [json.loads(line) for line in client.get(address(city.acme, "jsonl")).text.splitlines()]
    assert {one["answer"] for one in objects} == {"We agree"}
    assert "/answers-file?format=xlsx" in client.get(f"/portal/requests/{city.acme}").text


def test_a_file_of_a_vendor_names_nobody_of_staff_and_no_page_of_theirs(city, visitors, cora):
    complete(cora, city.acme)
    data = visitors.contact(city.cast.cora).get(address(city.acme, "xlsx")).data
    cells = [cell for page in load_workbook(BytesIO(data)) for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.hyperlink]
    assert not [cell for cell in cells if "Pia" in str(cell.value) or "Birch" in str(cell.value)]
