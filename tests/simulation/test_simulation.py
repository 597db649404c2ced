"""A little of the simulation; `python -m tests.simulation --contracts 1000 --days 730` is the whole of it."""

import pytest

from tests.databases import drop, fresh
from tests.simulation import starts
from tests.simulation.city import founded
from tests.simulation.course import lived
from tests.simulation.deeds import DEEDS

DAYS = 150


@pytest.fixture
def city(tmp_path, monkeypatch):
    monkeypatch.setitem(DEEDS, starts.change_steps, 2)
    url = fresh("sqlite", tmp_path)
    made = founded(url, tmp_path, seed=13, contracts=40, days=DAYS)
    yield made
    made.close()
    drop(url)


def test_the_right_people_are_told_on_the_right_day_exactly_once_or_it_is_explained(city):
    course = lived(city, DAYS, deeds_a_day=2.5)
    assert course.wrong == []
    assert {"sent", "overtaken", "stopped", "paused", "flagged"} <= set(course.states)
    assert course.days_down > 0
    assert {"start", "send_by_hand", "change_steps"} <= set(course.deeds)
