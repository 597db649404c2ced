"""Staff: added, changed and kept out by rules that keep the city in charge."""

import pytest

from tracker.domain.roles import Role
from tracker.models.event import Event
from tracker.models.person import Person, SignIn
from tracker.queries.people import people as everybody
from tracker.queries.people import roles_of
from tracker.services import people, sign_ins
from tracker.services.rules import Conflict, RuleBroken

MANAGER = frozenset({Role.MANAGER})


def new(**changes):
    return people.NewPerson(**{"email": "New@City.example", "name": "Nina New", "roles": MANAGER, **changes})


def test_a_person_is_added_with_roles_departments_and_an_event(work, cast):
    person = people.add(work, new(departments=frozenset({cast.library})))
    row = next(row for row in everybody(work.session) if row.id == person.id)
    assert (row.email, row.roles, row.departments) == ("new@city.example", (Role.MANAGER,), ("Library",))
    assert work.session.query(Event).order_by(Event.id.desc()).first().action == "person:added"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("email", {"email": "no address"}),
        ("email", {"email": "PIA@city.example"}),
        ("name", {"name": ""}),
        ("roles", {"roles": frozenset()}),
        ("departments", {"departments": frozenset({999})}),
    ],
)
def test_a_person_that_makes_no_sense_is_refused(work, cast, field, changes):
    with pytest.raises(RuleBroken) as broken:
        people.add(work, new(**changes))
    assert broken.value.field == field


def test_the_only_administrator_stays_one(work, cast, acting):
    adam = work.session.get(Person, cast.adam)
    with pytest.raises(RuleBroken):
        people.deactivate(acting(cast.pia), adam)
    edited = people.NewPerson(adam.email, adam.name, MANAGER)
    with pytest.raises(RuleBroken):
        people.edit(work, adam, edited, adam.version)


def test_nobody_deactivates_the_own_account(work, cast, acting):
    people.add(work, new(roles=frozenset({Role.ADMINISTRATOR})))
    with pytest.raises(RuleBroken):
        people.deactivate(acting(cast.adam), work.session.get(Person, cast.adam))


def test_an_edit_of_an_older_state_is_a_conflict(work, cast):
    pia = work.session.get(Person, cast.pia)
    edited = people.NewPerson(pia.email, "Pia Purchaser", MANAGER)
    with pytest.raises(Conflict):
        people.edit(work, pia, edited, pia.version - 1)


def test_another_address_ends_the_sessions_and_voids_links(work, cast):
    pia = work.session.get(Person, cast.pia)
    sign_ins.begin(work, pia, "Firefox")
    epoch = pia.epoch
    people.edit(work, pia, people.NewPerson("pia.p@city.example", pia.name, MANAGER), pia.version)
    assert work.session.query(SignIn).filter_by(person_id=cast.pia, ended_at=None).count() == 0
    assert pia.epoch != epoch


def test_roles_are_replaced_as_a_whole(work, cast):
    pia = work.session.get(Person, cast.pia)
    both = frozenset({Role.MANAGER, Role.AUDITOR})
    people.edit(work, pia, people.NewPerson(pia.email, pia.name, both), pia.version)
    assert roles_of(work.session, cast.pia) == both


def test_a_deactivated_person_can_come_back_once(work, cast, acting):
    pia = work.session.get(Person, cast.pia)
    people.deactivate(acting(cast.adam), pia)
    with pytest.raises(RuleBroken):
        people.make_link(work, pia)
    people.activate(work, pia)
    with pytest.raises(RuleBroken):
        people.activate(work, pia)
