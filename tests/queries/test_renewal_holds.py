"""Renewals on hold: as pages, grid and workbook see the flag, on any day."""

from datetime import date, timedelta

import pytest

from tests.attested import attest
from tests.moments import MONDAY
from tests.reminding import cover, run
from tracker.queries import contracts_grid, renewal_holds
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.scope import Viewer

EVERYBODY = Viewer(0, "Nobody", "n@city.example", frozenset())


@pytest.fixture
def flagged(work, cast, moments):
    """Acme's contract, uncovered after Monday, a month later; Birch's stays covered."""
    cover(work, cast, MONDAY)
    moments.travel(days=30)
    run(work)
    return cast


def found(work, day):
    return contracts_grid.ids(work.session, EVERYBODY, GridQuery(on=day, hold=True))


def test_the_grid_finds_what_is_on_hold_and_says_since_when(work, flagged):
    assert found(work, work.today) == [flagged.payroll]
    shown = {row.id: row for row in contracts_grid.rows(work.session, EVERYBODY, GridQuery(on=work.today))}
    assert shown[flagged.payroll].hold_since_on == MONDAY + timedelta(days=30)
    assert shown[flagged.cameras].hold_since_on is None
    page = contracts_grid.rows(work.session, EVERYBODY, GridQuery(on=work.today), limit=50)
    assert {row.id: row.hold_since_on for row in page} == {key: row.hold_since_on for key, row in shown.items()}
    hold = renewal_holds.holds(work.session, [flagged.payroll, flagged.cameras], work.today)[flagged.payroll]
    assert (hold.due_on, hold.since_on) == (MONDAY, MONDAY + timedelta(days=30))


def test_a_past_day_before_the_flag_knows_nothing_of_it(work, flagged):
    assert found(work, MONDAY + timedelta(days=29)) == []
    assert renewal_holds.holds(work.session, [flagged.payroll], MONDAY + timedelta(days=29)) == {}


def test_an_accepted_attestation_clears_it(work, flagged):
    attest(work, flagged.payroll, flagged.oscar, date(2027, 12, 31), since=work.today)
    assert found(work, work.today) == []
    row = next(contracts_grid.rows(work.session, EVERYBODY, GridQuery(on=work.today, contract_ids=(flagged.payroll,))))
    assert row.hold_since_on is None


def test_another_department_does_not_see_it(work, flagged):
    police = Viewer(1, "Paul", "p@city.example", frozenset(), frozenset({flagged.police}))
    assert contracts_grid.ids(work.session, police, GridQuery(on=work.today, hold=True)) == []
