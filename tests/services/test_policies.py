"""Policy, catalogue and departments: changes add rows, move standings at once, and stay within bounds."""

from dataclasses import replace

import pytest

from tests.cast import rows
from tracker.domain.reminder_policy import ObligationKind, Step, Told
from tracker.domain.reminder_scope import ALL, Scope, read_steps
from tracker.models.catalogue import DataElement
from tracker.models.department import Department
from tracker.models.event import Event
from tracker.models.policy import PolicyRow
from tracker.queries.policies import policy_changes
from tracker.queries.policy import newest
from tracker.services import catalogue, data_subjects, departments, holidays, policies, recount, timeline_upkeep
from tracker.services.rules import Conflict, RuleBroken

EXPIRY, REQUEST = ObligationKind.EXPIRY, ObligationKind.REQUEST


@pytest.fixture
def present(session):
    return policies.in_force(newest(session))


def in_order(work, cast):
    return timeline_upkeep.check(work.session, [cast.payroll, cast.cameras]) + timeline_upkeep.check_tallies(
        work.session
    )


def test_a_change_adds_a_row_and_leaves_the_old_one(work, cast, present):
    first = newest(work.session).id
    assert policies.record(work, replace(present, notice_days=90), first)
    assert work.session.get(PolicyRow, first).notice_days == 60
    assert newest(work.session).notice_days == 90
    assert in_order(work, cast) == []


def test_many_contracts_are_left_to_the_rebuild(work, cast, present, monkeypatch):
    monkeypatch.setattr(recount, "MOST_AT_ONCE", 2)
    assert not policies.record(work, replace(present, notice_days=90), newest(work.session).id)


def test_two_who_change_the_policy_at_once_do_not_overwrite_each_other(work, cast, present):
    first = newest(work.session).id
    policies.record(work, replace(present, digest_hour=7), first)
    with pytest.raises(Conflict):
        policies.record(work, replace(present, digest_hour=9), first)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("notice_days", {"notice_days": -1}),
        ("digest_hour", {"digest_hour": 24}),
        ("term_months_4", {"term_months": {"1": 12, "2": 12, "3": 12, "4": 0}}),
        ("heartbeat_to", {"heartbeat_to": "nobody"}),
        ("", {}),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(work, cast, present, field, changes):
    with pytest.raises(RuleBroken) as broken:
        policies.record(work, replace(present, **changes), newest(work.session).id)
    assert broken.value.field == field


def test_a_reminder_step_stands_once_and_tells_somebody(work, cast, present):
    step = present.reminder_steps.of(EXPIRY)[0]
    for told in ((step, step), (replace(step, told=()),), (replace(step, days=4000),)):
        steps = present.reminder_steps.having(EXPIRY, Scope("", 4), told)
        with pytest.raises(RuleBroken) as broken:
            policies.record(work, replace(present, reminder_steps=steps), newest(work.session).id)
        assert broken.value.field == "expiry"


def test_a_change_of_steps_is_told_in_words_and_keeps_the_rest(work, cast, present):
    newest(work.session).heartbeat_to = "ops@city.example"
    present = policies.in_force(newest(work.session))
    owner = Step(EXPIRY, -45, (Told.OWNER,))
    kept = [step for step in present.reminder_steps.of(EXPIRY) if step.days != -90]
    steps = present.reminder_steps.having(EXPIRY, ALL, [owner, *kept]).having(REQUEST, Scope("", 1), [])
    policies.record(work, replace(present, reminder_steps=steps), newest(work.session).id)
    row = newest(work.session)
    assert row.heartbeat_to == "ops@city.example"
    assert read_steps(row.reminder_steps) == steps
    told = policy_changes(work.session)[0].steps
    assert told == (
        "coverage ends (all contracts): removed 90 days before to owner; added 45 days before to owner",
        "a request waits (tier 1): no reminders",
    )
    event = rows(work.session, Event, action="policy:changed")[-1]
    assert event.sentence == f"changed the reminder steps: {'. '.join(told)}"
    assert list(event.details) == ["reminder_steps"]


def test_another_tier_moves_the_standings_that_use_the_element(work, cast):
    element = work.session.query(DataElement).filter_by(tier=2).first()
    edited = catalogue.NewElement(element.group_name, element.name, 4, sensitive=True)
    assert catalogue.edit(work, element, edited)
    assert in_order(work, cast) == []


def test_an_element_gets_a_code_that_nothing_else_has(work, cast):
    first = catalogue.add(work, catalogue.NewElement("Identity", "Shoe size", 2))
    second = catalogue.add(work, catalogue.NewElement("Contact", "Shoe size", 2))
    assert (first.code, second.code) == ("shoe-size", "shoe-size-2")
    with pytest.raises(RuleBroken):
        catalogue.add(work, catalogue.NewElement("Identity", "SHOE SIZE", 2))


def test_a_retired_element_can_be_restored(work, cast):
    element = work.session.query(DataElement).first()
    catalogue.retire(work, element)
    with pytest.raises(RuleBroken):
        catalogue.retire(work, element)
    catalogue.restore(work, element)
    assert element.retired_at is None


def test_data_subjects_are_named_once(work, cast):
    subject = data_subjects.add(work, "Pet owner")
    assert subject.code == "pet-owner"
    with pytest.raises(RuleBroken):
        data_subjects.add(work, "pet owner")


def test_a_department_with_contracts_is_not_archived(work, cast):
    with pytest.raises(RuleBroken):
        departments.archive(work, work.session.get(Department, cast.library))
    parks = departments.add(work, departments.NewDepartment("Parks", cast.max))
    departments.archive(work, parks)
    assert parks.archived_at


def test_two_departments_do_not_share_a_name(work, cast):
    with pytest.raises(RuleBroken):
        departments.add(work, departments.NewDepartment("LIBRARY"))


def test_a_holiday_is_added_once_and_removed_once(work, cast):
    day = work.today.replace(month=12, day=31)
    holidays.add(work, day, "Year's end")
    with pytest.raises(RuleBroken):
        holidays.add(work, day, "Year's end")
    holidays.remove(work, day)
    with pytest.raises(RuleBroken):
        holidays.remove(work, day)
