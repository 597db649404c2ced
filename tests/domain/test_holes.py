"""Holes between attestations, and the days on which a standing began."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.builders import POLICY, attested, contract, day, step, term
from tracker.domain.days import FIRST_DAY, LAST_DAY, day_after, day_before, plus_days
from tracker.domain.holes import hole_words, uncovered
from tracker.domain.timeline import span_on, standing_since, timeline

GAPPED = contract(
    attestations=(attested("2026-01-01", "2026-03-02"), attested("2026-04-20", "2026-12-31", number=2)),
    steps=(step("sent", "2026-03-20"),),
)
SPANS = timeline(GAPPED, POLICY)


@pytest.mark.parametrize(
    ("since", "until", "holes"),
    [
        ("2026-01-01", "2026-12-31", [("2026-03-03", "2026-04-19")]),
        ("2026-03-10", "2026-04-01", [("2026-03-10", "2026-04-01")]),
        ("2026-01-01", "2027-01-05", [("2026-03-03", "2026-04-19"), ("2027-01-01", "2027-01-05")]),
        ("2026-01-01", "2026-03-02", []),
        ("2028-01-01", "2029-01-01", []),
    ],
)
def test_holes_are_whole_though_a_request_was_sent_in_them(since, until, holes):
    assert uncovered(SPANS, day(since), day(until)) == [(day(first), day(last)) for first, last in holes]


def test_a_hole_without_end_goes_to_the_last_day():
    spans = timeline(contract(terms=(term("2026-01-01", None),)), POLICY)
    assert uncovered(spans, FIRST_DAY, LAST_DAY) == [(date(2027, 1, 1), LAST_DAY)]
    assert hole_words((date(2027, 1, 1), LAST_DAY)) == "uncovered since January 1, 2027"


def test_a_hole_is_written_with_its_first_and_last_day():
    hole = uncovered(SPANS, date(2026, 1, 1), date(2026, 12, 31))[0]
    assert hole_words(hole) == "uncovered March 3, 2026 to April 19, 2026"
    assert hole_words((hole[0], hole[0])) == "uncovered on March 3, 2026"


def test_a_standing_began_with_the_first_span_of_its_run():
    assert standing_since(SPANS, date(2026, 4, 1)) == date(2026, 3, 3)
    assert standing_since(SPANS, date(2026, 4, 20)) == date(2026, 4, 20)
    assert standing_since(SPANS, date(1999, 1, 1)) == FIRST_DAY


def test_asking_for_a_day_that_no_span_holds_is_an_error():
    with pytest.raises(LookupError, match="No span holds 2099-01-01"):
        span_on(SPANS[:1], date(2099, 1, 1))
    with pytest.raises(LookupError, match="No span holds 2099-01-01"):
        standing_since(SPANS[:1], date(2099, 1, 1))


def test_the_first_and_the_last_day_are_held_and_stay_open():
    assert span_on(SPANS, FIRST_DAY) == SPANS[0]
    assert span_on(SPANS, LAST_DAY) == SPANS[-1]
    assert day_after(LAST_DAY) == plus_days(LAST_DAY, -5) == LAST_DAY
    assert day_before(FIRST_DAY) == plus_days(FIRST_DAY, 5) == FIRST_DAY
    assert plus_days(date(9999, 12, 1), 60) == LAST_DAY
