from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tracker.web import display

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _request(pages):
    with pages.test_request_context("/"):
        yield


def test_a_day_is_written_as_in_a_sentence_and_as_in_a_table():
    assert display.day(date(2027, 5, 31)) == "May 31, 2027"
    assert display.iso(date(2027, 5, 31)) == "2027-05-31"


def test_a_moment_is_told_in_the_time_of_the_city_on_both_sides_of_midnight():
    assert display.moment(datetime(2026, 11, 22, 7, 59, tzinfo=UTC)).startswith("Nov 21, 2026, 11:59")
    assert display.moment(datetime(2026, 11, 22, 8, 0, tzinfo=UTC)).startswith("Nov 22, 2026, 12:00")


def test_amounts_keep_their_cents_and_their_sign():
    assert display.money(Decimal(12500)) == "$12,500.00"
    assert display.money(Decimal("-0.5")) == "-$0.50"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 4), "in 12 days"),
        (date(2026, 11, 23), "in 1 day"),
        (TODAY, "today"),
        (date(2026, 11, 21), "1 day ago"),
        (date(2026, 11, 10), "12 days ago"),
    ],
)
def test_the_distance_of_a_day_is_told_in_words(day, words):
    assert display.in_days(day, TODAY) == words


def test_a_count_agrees_with_its_noun():
    assert display.plural(1, "contract", "contracts") == "1 contract"
    assert display.plural(1688, "contract", "contracts") == "1,688 contracts"


def test_nothing_is_written_as_a_dash():
    assert {display.day(None), display.iso(None), display.money(None), display.moment(None)} == {"—"}
