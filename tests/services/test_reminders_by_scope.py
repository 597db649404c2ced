"""Steps of a requirement set and of a tier decide whom a run tells, from the day on which they are put in force."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.attested import share
from tests.cast import rows
from tests.moments import MONDAY
from tests.reminding import cover, run
from tracker.domain.reminder_policy import ObligationKind, Step, Told
from tracker.domain.reminder_scope import Scope
from tracker.models.contract import Contract, ContractTerm
from tracker.models.letter import Reminder
from tracker.models.requirement import RequirementSet
from tracker.models.standing import StandingSpan
from tracker.queries.policy import newest
from tracker.services import disposals, policies
from tracker.services.disposals import NewDisposal

EXPIRY = ObligationKind.EXPIRY
PIA = "pia@city.example"


@pytest.fixture
def put_in_force(work):
    def put(scope, *steps):
        row = newest(work.session)
        present = policies.in_force(row)
        wanted = present.reminder_steps.having(EXPIRY, scope, [Step(EXPIRY, days, (Told.OWNER,)) for days in steps])
        policies.record(work, replace(present, reminder_steps=wanted), row.id)
        work.session.commit()

    return put


def tier_of(work, contract_id):
    span = select(StandingSpan.tier).where(StandingSpan.contract_id == contract_id, StandingSpan.from_on <= work.today)
    return work.session.scalars(span.order_by(StandingSpan.from_on.desc())).first()


def set_of(work):
    return work.session.scalars(select(RequirementSet.code)).one()


def test_a_tier_with_its_own_steps_follows_them_alone(work, cast, put_in_force):
    cover(work, cast, MONDAY + timedelta(days=60))
    put_in_force(Scope("", tier_of(work, cast.payroll)), -60)
    assert run(work) == {PIA: 1}


def test_a_tier_without_reminders_gets_none(work, cast, put_in_force):
    cover(work, cast, MONDAY + timedelta(days=60))
    put_in_force(Scope("", tier_of(work, cast.payroll)))
    assert run(work) == {}


def test_the_steps_of_the_set_hold_before_those_of_the_tier(work, cast, moments, put_in_force):
    cover(work, cast, MONDAY + timedelta(days=60))
    put_in_force(Scope("", tier_of(work, cast.payroll)), -60)
    put_in_force(Scope(set_of(work), None), -10)
    assert run(work) == {}
    put_in_force(Scope(set_of(work), tier_of(work, cast.payroll)), -61)
    moments.travel(days=1)
    assert run(work) == {PIA: 1}


def test_a_new_step_is_reached_on_its_day_though_a_run_had_looked_before(work, cast, moments, put_in_force):
    cover(work, cast, MONDAY + timedelta(days=60))
    assert run(work)
    put_in_force(Scope("", tier_of(work, cast.payroll)), -59)
    moments.travel(days=1)
    assert run(work) == {PIA: 1}
    moments.travel(days=1)
    assert run(work) == {}


def test_a_contract_that_is_closed_is_noted_by_the_steps_that_it_had(work, cast, moments, acting):
    rows(work.session, ContractTerm, contract_id=cast.payroll)[0].through_on = MONDAY - timedelta(days=40)
    share(work, cast.payroll)
    row = newest(work.session)
    present = policies.in_force(row)
    none = present.reminder_steps.having(ObligationKind.DISPOSAL, Scope("", tier_of(work, cast.payroll)), [])
    policies.record(work, replace(present, reminder_steps=none), row.id)
    work.session.commit()
    run(work)
    moments.travel(days=1)
    contract = work.session.get_one(Contract, cast.payroll)
    disposals.record(acting(cast.pia), contract, NewDisposal(work.today, "Destroyed.", "Records desk"))
    work.session.commit()
    moments.travel(days=1)
    run(work)
    assert rows(work.session, Reminder, obligation=f"disposal:contract:{cast.payroll}") == []
