"""A privacy officer erases words on a page that says what is lost; nobody else, and not by mistake."""

import pytest

from tests.cast import rows
from tracker.domain.event_chain import ERASED
from tracker.models.contact import Contact
from tracker.models.event import Event
from tracker.models.person import PersonDepartment
from tracker.services import events
from tracker.services.work import Actor, Work

ADDRESS = "/audit/events/{}/erase"
SURE = {"reason": "The person asked for it.", "word": "Erase for ever"}


@pytest.fixture
def said(work, cast):
    """Something that Pia did."""
    pia = Work(work.session, Actor("person", cast.pia, "Pia Procurement"), work.clock, work.settings)
    number = events.record(pia, "vendor:edited", "noted that <b>Jane</b> is ill", ("vendor", cast.acme)).id
    work.session.commit()
    return number


@pytest.fixture
def oscar(visitors, cast):
    return visitors.person(cast.oscar)


def test_the_page_says_what_is_lost_and_erases_after_the_words_were_typed(said, oscar, session):
    assert f"/audit/events/{said}/erase" in oscar.get("/audit/").text
    page = oscar.get(ADDRESS.format(said)).text
    assert "noted that &lt;b&gt;Jane&lt;/b&gt; is ill" in page
    assert "Nobody can bring them back" in page
    for data in ({}, {"reason": "Because."}, {**SURE, "word": "erase"}, {**SURE, "reason": " "}):
        answer = oscar.post(ADDRESS.format(said), data=data)
        assert answer.status_code == 422
    assert rows(session, Event, id=said)[0].sentence != ERASED
    session.rollback()
    assert oscar.post(ADDRESS.format(said), data=SURE).status_code == 303
    session.expire_all()
    assert rows(session, Event, id=said)[0].sentence == ERASED
    session.rollback()
    trail = oscar.get("/audit/").text
    assert f"erased the words of event {said}" in trail
    assert f"/audit/events/{said}/erase" not in trail
    assert oscar.get(ADDRESS.format(said)).status_code == 404


def test_others_cannot_erase(said, cast, visitors, work, session):
    for number in (cast.pia, cast.max, cast.ada, cast.adam):
        assert visitors.person(number).post(ADDRESS.format(said), data=SURE).status_code == 403
    work.session.add(PersonDepartment(person_id=cast.olga, department_id=cast.police))
    work.session.commit()
    olga = visitors.person(cast.olga)
    assert olga.post(ADDRESS.format(said), data=SURE).status_code == 404
    assert olga.post(f"/audit/contacts/{cast.cora}/erase", data=SURE).status_code == 404
    assert rows(session, Event, id=said)[0].sentence != ERASED


def test_a_contact_is_erased_on_a_page_of_its_own(cast, oscar, session):
    address = f"/audit/contacts/{cast.cora}/erase"
    page = oscar.get(address).text
    assert "Signed attestations" in page or "signed attestations" in page
    assert oscar.post(address, data={**SURE, "word": ""}).status_code == 422
    assert oscar.post(address, data=SURE).status_code == 303
    assert rows(session, Contact, id=cast.cora)[0].name == ERASED
    session.rollback()
    assert oscar.get(address).status_code == 404
    assert oscar.get("/audit/contacts/99999/erase").status_code == 404
