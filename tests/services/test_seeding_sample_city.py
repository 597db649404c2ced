"""The sample city: honest history, every standing and stage, nothing waiting, and once only."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import rows
from tracker.documents.store import store_of
from tracker.domain.record_words import LetterState
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.models.contract import Contract
from tracker.models.document import Document
from tracker.models.event import Event
from tracker.models.letter import Letter
from tracker.models.person import Person, PersonRole
from tracker.models.standing import StandingSpan
from tracker.services import credentials, sample_city, timeline_upkeep
from tracker.services.sample_city_people import sample_password, sample_people
from tracker.services.sample_city_plan import _recorded, _times
from tracker.services.seed_files import seed


@pytest.fixture
def store(settings):
    """The store of the test installation's files."""
    return store_of(settings)


def test_the_sample_city_shows_every_standing_and_stage_today_with_honest_history(work, session, store):
    told = []
    assert sample_city.settle(work, store, lambda done, total: told.append((done, total)))
    session.commit()
    assert told[-1][0] == told[-1][1]
    here = select(StandingSpan.standing, StandingSpan.stage).where(
        StandingSpan.from_on <= work.today, StandingSpan.until_on > work.today
    )
    today = list(session.execute(here))
    assert {row.standing for row in today} == set(Standing)
    assert {row.stage for row in today} == set(Stage)
    ids = list(session.scalars(select(Contract.id)))
    assert len(today) == len(ids) == 40
    assert timeline_upkeep.check(session, ids) == []
    assert timeline_upkeep.check_tallies(session) == []
    assert set(session.scalars(select(Letter.state))) == {LetterState.SENT}
    moments = list(session.scalars(select(Event.at).order_by(Event.id)))
    history = moments[1:]  # the first is the catalogue's, loaded when the installation was made
    assert history == sorted(history)
    assert history[-1] < work.now
    assert history[0] < work.now - timedelta(days=1000)
    assert all(store.holds(document.digest) for document in rows(session, Document))
    people = rows(session, Person)
    assert {person.email for person in people} == {person.email for person in sample_people()}
    assert credentials.matches(sample_password(), people[0].password)
    assert len(set(session.scalars(select(PersonRole.role)))) == 5
    events = session.scalar(select(func.count()).select_from(Event))
    assert not sample_city.settle(work, store)
    assert session.scalar(select(func.count()).select_from(Event)) == events


def test_every_step_of_the_told_stories_is_a_step_that_can_be_played():
    for vendor in seed("sample_city")["vendor"]:
        for step in vendor["story"]:
            assert _times(step) or step["do"] in {"share", "renew"}, step
            assert step["on"] < 0
        assert all(_recorded(contract) < 0 for contract in vendor["contracts"])
