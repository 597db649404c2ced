"""Words of events can be erased for ever, by a recorded deed and in no other way; the chain holds all the same."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.cast import rows
from tests.submitted import ask, declare, submitted
from tracker.domain.event_chain import ERASED
from tracker.domain.facts import StepKind
from tracker.models.attestation import Attestation
from tracker.models.contact import Contact, VendorContact
from tracker.models.event import Event
from tracker.models.event_seal import EventSeal
from tracker.models.letter import Letter
from tracker.models.request import Request
from tracker.services import audit_verification, contact_erasures, erasures, events, request_steps
from tracker.services.rules import NotAllowed, RuleBroken

WHY = "The person asked for it."
GONE = "sentence = '[erased]', actor_name = '[erased]', details = '{}'"


@pytest.fixture
def said(work, cast, acting):
    """Something that Pia did with words that should not have been written."""
    pia = acting(cast.pia, "Pia Procurement")
    event = events.record(
        pia, "vendor:edited", "noted that Jane Doe is ill", ("vendor", cast.acme), details={"note": "Jane Doe"}
    )
    work.session.commit()
    return event.id


@pytest.fixture
def oscar(cast, acting):
    return acting(cast.oscar, "Oscar Officer")


def outcome(work):
    found = audit_verification.verify(work.session)
    return found.found, found.erased


def test_the_words_are_gone_and_the_chain_holds(said, oscar, work, cast):
    kept = rows(work.session, EventSeal, event_id=said)[0]
    before = (kept.position, kept.commitment, kept.link)
    assert outcome(work) == (0, 0)
    deed = erasures.erase(oscar, [said], WHY)
    work.session.commit()
    work.session.expire_all()
    event, seal = work.session.get_one(Event, said), rows(work.session, EventSeal, event_id=said)[0]
    assert (event.actor_name, event.sentence, event.details) == (ERASED, ERASED, {})
    assert (event.actor_id, event.action) == (cast.pia, "vendor:edited")
    assert ((seal.position, seal.commitment, seal.link), seal.salt) == (before, "")
    assert deed.sentence == f"erased the words of event {said}: {WHY}"
    assert outcome(work) == (0, 1)


def test_words_taken_away_without_a_deed_are_tampering(said, work):
    words = "UPDATE event SET {1} WHERE id = {0}"
    for change in (words, "UPDATE event_seal SET salt = '' WHERE event_id = {0}"):
        work.session.execute(text(change.format(said, GONE)))
    work.session.commit()
    assert outcome(work) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET sentence = 'x' WHERE id = {0}",
        "UPDATE event SET sentence = '[erased]', actor_name = '[erased]' WHERE id = {0}",
        "UPDATE event SET {1}, action = 'x' WHERE id = {0}",
        "UPDATE event SET {1}, actor_id = 9 WHERE id = {0}",
        "DELETE FROM event WHERE id = {0}",
        "UPDATE event_seal SET salt = 'x' WHERE event_id = {0}",
        "UPDATE event_seal SET salt = '', commitment = '' WHERE event_id = {0}",
        "UPDATE event_seal SET salt = '', link = '' WHERE event_id = {0}",
        "DELETE FROM event_seal WHERE event_id = {0}",
    ],
)
def test_the_database_refuses_anything_but_an_erasure(said, work, change):
    with pytest.raises(DBAPIError, match="append-only"):
        work.session.execute(text(change.format(said, GONE)))
    work.session.rollback()


def test_what_cannot_be_erased_is_refused_with_a_sentence(said, oscar, work, cast, acting):
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(RuleBroken) as broken:
            erasures.erase(oscar, [said], reason)
        assert broken.value.field == "reason"
    with pytest.raises(NotAllowed):
        erasures.erase(acting(cast.pia, "Pia Procurement"), [said], WHY)
    deed = erasures.erase(oscar, [said], WHY).id
    work.session.commit()
    for number in (said, deed, 99_999):
        with pytest.raises(RuleBroken):
            erasures.erase(oscar, [number], WHY)
        work.session.rollback()
    assert outcome(work) == (0, 1)


@pytest.fixture
def cora(work, cast, acting):
    """Acme's contact: asked, told of in events, and with letters; what she answered is signed."""
    submitted(acting(cast.pia, "Pia Procurement"), cast.acme, cast.cora, cast.payroll)
    request_steps.add(work, rows(work.session, Request)[0], StepKind.ACCEPTED)
    contact = work.session.get_one(Contact, cast.cora)
    events.record(work, "vendor:edited", f"noted that {contact.email} moved", ("vendor", cast.acme))
    events.record(work, "vendor:edited", f"noted that {contact.name} moved", ("vendor", cast.acme))
    events.record(work, "vendor:edited", f"noted that another {contact.name} moved", ("vendor", cast.birch))
    work.session.commit()
    return contact


def test_a_contact_who_asked_is_erased_everywhere_but_in_what_was_signed(cora, oscar, work, cast):
    name, email = cora.name, cora.email
    told = contact_erasures.erase(oscar, cora, WHY)
    work.session.commit()
    work.session.expire_all()
    assert told.events >= 2
    assert told.letters >= 1
    assert (cora.name, cora.email, cora.phone) == (ERASED, f"contact-{cora.id}@erased.invalid", "")
    assert rows(work.session, VendorContact, contact_id=cora.id) == []
    assert [row.to_name for row in rows(work.session, Letter, contact_id=cora.id)] == [ERASED] * told.letters
    sentences = list(work.session.scalars(select(Event.sentence)))
    assert not any(email in sentence for sentence in sentences)
    assert [one for one in sentences if name in one] == [f"noted that another {name} moved"]
    assert [row.signer_name for row in rows(work.session, Attestation)] == ["Mei Chen"]
    assert outcome(work) == (0, told.events)
    with pytest.raises(RuleBroken):
        contact_erasures.erase(oscar, cora, WHY)


def test_a_contact_with_an_open_request_is_not_erased(work, oscar, cast, acting):
    ben = work.session.get_one(Contact, cast.ben)
    pia = acting(cast.pia, "Pia Procurement")
    declare(pia, cast.cameras)
    request = ask(pia, cast.birch, cast.ben, cast.cameras)
    for step in (None, StepKind.SUBMITTED):
        if step is not None:
            request_steps.add(work, request, step)
        with pytest.raises(RuleBroken):
            contact_erasures.erase(oscar, ben, WHY)
    request_steps.add(work, request, StepKind.REVOKED)
    contact_erasures.erase(oscar, ben, WHY)
    assert ben.name == ERASED
