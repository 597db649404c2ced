"""Waivers: asked for, approved or refused by a second person, never reaching back, ended early."""

from datetime import date

import pytest

from tests.cast import rows
from tests.submitted import declare, element_id
from tracker.models.contract import Contract
from tracker.models.event import Event
from tracker.models.standing import StandingSpan
from tracker.queries import waivers as questions
from tracker.queries.lacking import lacking
from tracker.queries.waivers import WaiverState
from tracker.services import timeline_upkeep, waivers
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.services.waivers import NewWaiver

MONDAY = date(2026, 11, 23)
FEBRUARY = date(2027, 2, 28)


@pytest.fixture
def pia(acting, cast):
    return acting(cast.pia, "Pia Procurement")


@pytest.fixture
def oscar(acting, cast):
    return acting(cast.oscar, "Oscar Officer")


@pytest.fixture
def contract(work, cast):
    declare(work, cast.payroll)
    declare(work, cast.cameras)
    return work.session.get_one(Contract, cast.payroll)


@pytest.fixture
def everything(work, contract):
    """All that payroll lacks today."""
    found = lacking(work.session, contract.id, MONDAY)
    elements = tuple(int(item.value) for item in found.elements if item.missing)
    return NewWaiver(elements, tuple(item.value for item in found.clauses if item.missing), "Pilot.", MONDAY, FEBRUARY)


def standing_on(session, contract, day):
    spans = rows(session, StandingSpan, contract_id=contract)
    return next(span.standing for span in spans if span.from_on <= day < span.until_on)


def test_what_is_missing_today_is_what_a_waiver_is_asked_for(work, contract, everything):
    assert everything.element_ids == (element_id(work, "full-name"),)
    assert "BRE-1" in everything.clauses
    assert "SEC-4" not in everything.clauses


def test_nothing_is_excused_before_a_second_person_approves(contract, everything, pia, oscar, session, cast):
    waiver = waivers.ask(pia, contract, everything)
    assert standing_on(session, contract.id, MONDAY) == "missing"
    waivers.approve(oscar, waiver)
    assert standing_on(session, contract.id, MONDAY) == "waived"
    assert standing_on(session, contract.id, FEBRUARY) == "waived"
    assert standing_on(session, contract.id, date(2027, 3, 1)) == "missing"
    assert standing_on(session, cast.cameras, MONDAY) == "missing"
    assert timeline_upkeep.check(session, [cast.payroll, cast.cameras]) == []
    [row] = questions.of_contract(session, contract.id)
    assert (row.state(MONDAY), row.asked_by, row.approved_by) == (
        WaiverState.IN_FORCE, "Pia Procurement", "Oscar Officer",
    )  # fmt: skip
    assert questions.of_contract(session, cast.cameras) == []
    assert [event.action for event in rows(session, Event) if event.action.startswith("waiver")] == [
        "waiver:asked", "waiver:approved",
    ]  # fmt: skip


def test_nobody_approves_or_refuses_the_own_waiver(contract, everything, oscar, session):
    waiver = waivers.ask(oscar, contract, everything)
    with pytest.raises(NotAllowed):
        waivers.approve(oscar, waiver)
    with pytest.raises(NotAllowed):
        waivers.refuse(oscar, waiver, "No.")
    assert standing_on(session, contract.id, MONDAY) == "missing"


def test_a_second_decision_is_a_conflict(contract, everything, pia, oscar):
    waiver = waivers.ask(pia, contract, everything)
    waivers.refuse(oscar, waiver, "The risk is too high.")
    with pytest.raises(Conflict, match="refused meanwhile"):
        waivers.approve(oscar, waiver)


def test_a_waiver_approved_late_does_not_reach_back(contract, everything, pia, oscar, session, moments):
    waiver = waivers.ask(pia, contract, everything)
    moments.travel(days=10)
    waivers.approve(oscar, waiver)
    assert waiver.from_on == date(2026, 12, 3)
    assert standing_on(session, contract.id, MONDAY) == "missing"
    assert standing_on(session, contract.id, date(2026, 12, 3)) == "waived"


def test_a_waiver_whose_days_have_passed_cannot_be_approved(contract, everything, pia, oscar, moments):
    waiver = waivers.ask(pia, contract, everything)
    moments.go_to(date(2027, 3, 1))
    with pytest.raises(RuleBroken, match="last day has passed"):
        waivers.approve(oscar, waiver)


def test_a_waiver_ends_early_on_the_day_chosen(contract, everything, pia, oscar, session):
    waiver = waivers.ask(pia, contract, everything)
    with pytest.raises(RuleBroken, match="not approved"):
        waivers.end(oscar, waiver, MONDAY, "Over.")
    waivers.approve(oscar, waiver)
    for day in (date(2026, 11, 22), date(2027, 3, 1)):
        with pytest.raises(RuleBroken, match="Choose a day from today"):
            waivers.end(oscar, waiver, day, "Over.")
    waivers.end(oscar, waiver, date(2026, 12, 24), "The vendor attested.")
    assert standing_on(session, contract.id, date(2026, 12, 23)) == "waived"
    assert standing_on(session, contract.id, date(2026, 12, 24)) == "missing"
    with pytest.raises(Conflict):
        waivers.end(oscar, waiver, date(2026, 12, 25), "Again.")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"element_ids": (), "clauses": ()}, "subjects"),
        ({"element_ids": (999_999,)}, "subjects"),
        ({"clauses": ("XYZ-9",)}, "subjects"),
        ({"reason": "  "}, "reason"),
        ({"from_on": date(2026, 11, 22)}, "from_on"),
        ({"through_on": date(2026, 11, 22)}, "through_on"),
        ({"through_on": date(2027, 11, 24)}, "through_on"),
    ],
)
def test_what_is_not_sensible_is_not_asked(contract, pia, more, field):
    given = {"element_ids": (), "clauses": ("BRE-1",), "reason": "Pilot.", "from_on": MONDAY, "through_on": FEBRUARY}
    with pytest.raises(RuleBroken) as broken:
        waivers.ask(pia, contract, NewWaiver(**{**given, **more}))
    assert broken.value.field == field
