"""Two real quarters of a city's contracts come in with nothing but clicks; what they do is counted apart from us."""

import csv
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cast import rows
from tests.databases import fresh
from tracker.database import db
from tracker.models.contract import Contract
from tracker.models.letter import Letter

pytestmark = pytest.mark.browser

EXCERPTS = [Path(__file__).parents[1] / "data" / f"philadelphia-excerpt-{quarter}.csv" for quarter in ("q1", "q2")]
SHARED = Path(__file__).parents[3] / "shared" / "data"
QUARTERS = [SHARED / f"philadelphia-professional-services-fy2019-{quarter}.csv" for quarter in ("q1", "q2")]
WHOLE = pytest.mark.skipif(not QUARTERS[0].is_file(), reason="the full lists are not kept with the product")


@pytest.fixture(params=["sqlite"])
def database(request, tmp_path):
    """The kind of database changes nothing that is clicked."""
    return fresh(request.param, tmp_path)


class Quarter:
    """What stands in a published list, read with nothing of ours."""

    def __init__(self, path):
        with path.open(encoding="utf-8-sig", newline="") as file:
            self.rows = list(csv.DictReader(file))
        self.contracts = defaultdict(list)
        for row in self.rows:
            self.contracts[row["original_contract_id"]].append(row)


def day(text):
    month, day_, year = text.split("/")
    return int(year), int(month), int(day_)


def term(row):
    return row["current_item_id"].strip(), day(row["start_dt"]), day(row["end_dt"])


def head(row):
    told = (row["vendor"].strip(), row["department_name"].strip(), row["short_desc"].strip())
    return *told, Decimal(row["amt"].replace(",", "") or "0")


def latest(found):
    return max(found, key=lambda row: (day(row["end_dt"]), day(row["start_dt"])))


def differences(before, after):
    """Rows new, changed and unchanged, from the two files alone."""
    new = changed = 0
    for number, found in after.contracts.items():
        old = before.contracts.get(number)
        if old is None:
            new += len(found)
            continue
        terms, lead = {term(row) for row in old}, latest(found)
        for row in found:
            changed += term(row) not in terms or (row is lead and head(row) != head(latest(old)))
    return new, changed, len(after.rows) - new - changed


def brings_in(visitor, path):
    """Choose the file and click on; give what the page says of its rows."""
    visitor.goes("/contracts").clicks(re.compile("^Import$")).reads("Bring a list in")
    visitor.page.set_input_files("input[type=file]", path)
    visitor.clicks("Read the file").reads("Recognized as the list", "original_contract_id", "Contract no. (needed)")
    visitor.clicks("Check the list").reads("Nothing has changed yet.")
    if "to decide" in visitor.page.locator(".page-header__lead").inner_text():
        visitor.clicks("Decide which vendors these are").reads("names are spelled much like vendors")
        visitor.clicks("All of these are new").reads("Nothing has changed yet.")
    return figures(visitor)


def figures(visitor):
    told = visitor.page.locator(".page-header__lead").inner_text().replace(",", "")
    counts = [re.search(rf"(\d+) {word}\b", told) for word in ("new", "changed", "unchanged", "refused")]
    return tuple(int(found[1]) if found else 0 for found in counts)


def numbers(app):
    with app.app_context():
        found = {contract.number for contract in rows(db.session(), Contract)}
        letters = rows(db.session(), Letter)
        db.session.remove()
    assert letters == []
    return found


# Looking at each page of the whole lists with axe would take minutes and find what it finds in the excerpts.
@pytest.mark.parametrize(
    ("paths", "scripts"),
    [(EXCERPTS, True), pytest.param(QUARTERS, False, marks=WHOLE)],
    ids=["excerpt with scripts", "whole without"],
)
def test_two_quarters_go_through_with_nothing_but_clicks(app, visit, city, paths, scripts):
    first, second = (Quarter(path) for path in paths)
    before = numbers(app)
    pia = visit(scripts=scripts).signs_in("pia")
    assert brings_in(pia, paths[0]) == (len(first.rows), 0, 0, 0)
    pia.clicks("Bring ").reads("is brought in", "Undo this import", "are held until somebody starts them")
    assert numbers(app) == before | set(first.contracts)

    new, changed, unchanged = differences(first, second)
    assert brings_in(pia, paths[1]) == (new, changed, unchanged, 0)
    pia.follows("Changed").reads("Changed", "before:", "after:").does_not_read("Unchanged =")
    pia.clicks("Bring ").reads("is brought in")
    assert numbers(app) == before | set(first.contracts) | set(second.contracts)
    assert brings_in(pia, paths[1]) == (0, 0, len(second.rows), 0)
    pia.reads("there is nothing to bring in").clicks("Put this list aside").reads("was put aside")

    phone = visit(width=390, scripts=scripts).signs_in("pia").goes("/imports/")
    phone.page.get_by_role("link", name=paths[1].name).nth(1).click()
    phone.clicks("Undo this import").reads("goes away").clicks("Undo the import").reads("is undone")
    assert numbers(app) == before | set(first.contracts)


def test_without_scripts_a_list_with_problems_is_corrected_and_comes_in(app, visit, city, tmp_path):
    path = tmp_path / "list.csv"
    lines = ["Nr,Firm,Where,From,To", "A-1,Cedar Works,Library,3/2/2026,30/12/2026", "A-2,Elm Co,Library,x,1/2/2027"]
    path.write_text("\n".join(lines))
    pia = visit(width=390, scripts=False).signs_in("pia").goes("/imports/new?kind=contracts")
    pia.page.set_input_files("input[type=file]", path)
    pia.clicks("Read the file").reads("Columns of list.csv")
    for heading, field in (("Nr", "Contract no. (needed)"), ("Firm", "Vendor (needed)"), ("Where", "Department"),
                           ("From", "Start"), ("To", "End")):  # fmt: skip
        pia.chooses(f"{heading} holds", field)
    pia.chooses("Days are written as", "day, month, year").clicks("Read again").reads("February 3, 2026")
    pia.clicks("Check the list").reads("1 new, 1 refused", "From: ", "is not a day")
    pia.clicks("Bring 1 row in").reads("1 row cannot be brought in")
    pia.ticks("Leave these rows out").clicks("Bring 1 row in").reads("list.csv is brought in")
    assert "A-1" in numbers(app)
