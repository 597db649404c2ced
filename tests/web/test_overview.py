"""The overview says for any day what stands, what waits for me and what comes."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.roles import Role
from tracker.domain.standings import Standing
from tracker.queries import overview, standing, waiting
from tracker.queries.scope import Viewer


def city_wide(number=1):
    return Viewer(number, "Pia Procurement", "pia@city.example", frozenset({Role.PROCUREMENT}))


def test_the_overview_counts_what_is_in_force_and_links_each_number_to_its_rows(visitors, cast):
    page = visitors.person(cast.pia).get("/overview").text
    assert "<strong>2</strong> contracts in force" in page
    assert "standing=undeclared" in page


def test_before_the_contracts_begin_nothing_is_in_force(visitors, cast):
    assert "No contract is in force on this day" in visitors.person(cast.pia).get("/overview?on=2019-05-01").text


@pytest.mark.parametrize("on", ["", "yesterday", "0001-01-01", "9999-12-31", "2026-02-30", "2028-02-29"])
def test_any_day_in_the_address_gives_a_page(visitors, cast, on):
    assert visitors.person(cast.max).get(f"/overview?on={on}").status_code == 200


def test_a_manager_of_the_library_sees_only_the_library(visitors, cast):
    page = visitors.person(cast.max).get("/overview").text
    assert "Library" in page
    assert "Police" not in page
    assert "<strong>1</strong> contracts in force" in page


def test_undeclared_contracts_wait_for_procurement_and_not_for_the_auditor(visitors, cast):
    assert "Declare data: Acme Payroll, Inc., C-2291" in visitors.person(cast.pia).get("/overview").text
    assert "Declare data" not in visitors.person(cast.ada).get("/overview").text


def test_the_trend_equals_the_counts_of_each_first_of_the_month(session, cast):
    for month in overview.trend(session, city_wide(), date(2026, 11, 23)):
        expected = standing.on_day(session, city_wide(), month.begins_on)
        assert {kind: number for kind, number in month.counts.items() if number} == expected


def test_the_trend_sees_contracts_begin_and_end(session, cast):
    months = {month.begins_on: month for month in overview.trend(session, city_wide(), date(2027, 6, 15))}
    assert months[date(2027, 12, 1)].count(Standing.UNDECLARED) == 2
    assert months[date(2028, 1, 1)].count(Standing.UNDECLARED) == 0


@pytest.mark.parametrize("name", ["trend", "running-out"])
def test_charts_are_pictures(visitors, cast, name):
    answer = visitors.person(cast.pia).get(f"/overview/{name}.svg?on=2026-11-23")
    assert answer.mimetype == "image/svg+xml"
    assert answer.text.startswith("<svg")


def test_there_is_no_other_chart(visitors, cast):
    assert visitors.person(cast.pia).get("/overview/everything.svg").status_code == 404


def test_what_waits_is_counted_and_listed_within_the_departments_and_roles_of_the_viewer(session, cast):
    day = date(2026, 11, 23)
    everything, nothing = city_wide(), replace(city_wide(), roles=frozenset({Role.AUDITOR}))
    library = replace(city_wide(), departments=frozenset({cast.library}))
    assert waiting.count(session, everything, day) == 2
    assert [item.number for item in waiting.first(session, library, day, 10, expected=1)] == ["C-2291"]
    assert waiting.count(session, library, day) == 1
    assert waiting.count(session, nothing, day) == 0
    assert waiting.first(session, everything, day, 10, expected=0) == []


def test_what_waits_is_found_behind_more_that_waits_for_others(session, cast, monkeypatch):
    monkeypatch.setattr(waiting, "LOOKED_AT", 0)
    waiting._listed.cache_clear()
    found = waiting.first(session, city_wide(), date(2026, 11, 23), 10, expected=2)
    waiting._listed.cache_clear()
    assert len(found) == 2
