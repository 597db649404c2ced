"""Contracts are recorded, edited, renewed, corrected and archived; nothing known is lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.cast import rows
from tracker.domain.standings import Standing
from tracker.models.contract import Contract, ContractTerm
from tracker.models.event import Event, EventSubject
from tracker.models.standing import StandingSpan
from tracker.queries.facts import facts_of
from tracker.services import contract_terms, contracts
from tracker.services.contract_terms import NewTerm
from tracker.services.contracts import EditedContract, NewContract
from tracker.services.rules import Conflict, RuleBroken


@pytest.fixture
def pia(acting, cast):
    return acting(cast.pia, "Pia Procurement")


@pytest.fixture
def new(cast):
    return NewContract(
        number="C-4000",
        title="Benefits portal",
        vendor_id=cast.acme,
        department_id=cast.library,
        owner_id=cast.pia,
        starts_on=date(2027, 1, 1),
        through_on=date(2027, 12, 31),
        amount=Decimal("12500.50"),
    )


def as_edited(contract):
    return EditedContract(
        number=contract.number,
        title=contract.title,
        department_id=contract.department_id,
        owner_id=contract.owner_id,
        amount=contract.amount,
        renewal_terms=contract.renewal_terms,
        breach_notice_hours=contract.breach_notice_hours,
        note=contract.note,
    )


def standing_on(session, contract_id, day):
    [found] = [
        span.standing
        for span in rows(session, StandingSpan, contract_id=contract_id)
        if span.from_on <= day < span.until_on
    ]
    return found


def events_of(session, contract_id):
    numbers = [subject.event_id for subject in rows(session, EventSubject, kind="contract", subject_id=contract_id)]
    return [session.get_one(Event, number).action for number in sorted(numbers)]


def test_a_recorded_contract_is_undeclared_from_its_first_to_its_last_day(session, pia, new):
    contract = contracts.create(pia, new)
    assert standing_on(session, contract.id, date(2026, 12, 31)) is Standing.NOT_IN_FORCE
    assert standing_on(session, contract.id, date(2027, 1, 1)) is Standing.UNDECLARED
    assert standing_on(session, contract.id, date(2027, 12, 31)) is Standing.UNDECLARED
    assert standing_on(session, contract.id, date(2028, 1, 1)) is Standing.NOT_IN_FORCE
    assert events_of(session, contract.id) == ["contract:created"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "C-3300"}, "number"),
        ({"department_id": 99_999}, "department_id"),
        ({"owner_id": 99_999}, "owner_id"),
        ({"vendor_id": 99_999}, "vendor_id"),
        ({"amount": Decimal("1e20")}, "amount"),
        ({"breach_notice_hours": 0}, "breach_notice_hours"),
        ({"disposal_days": -1}, "disposal_days"),
        ({"through_on": date(2026, 12, 31)}, "through_on"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(pia, new, change, field):
    with pytest.raises(RuleBroken) as refused:
        contracts.create(pia, replace(new, **change))
    assert refused.value.field == field


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(session, pia, cast):
    contract = session.get_one(Contract, cast.payroll)
    read = contract.version
    contracts.edit(pia, contract, replace(as_edited(contract), title="Payroll and pensions"), read)
    session.commit()
    with pytest.raises(Conflict):
        contracts.edit(pia, contract, replace(as_edited(contract), title="Payroll only"), read)
    session.rollback()
    assert session.get_one(Contract, cast.payroll).title == "Payroll and pensions"


def test_an_edit_says_what_changed_and_an_edit_of_nothing_says_nothing(session, pia, cast):
    contract = session.get_one(Contract, cast.payroll)
    contracts.edit(pia, contract, as_edited(contract), contract.version)
    assert events_of(session, cast.payroll) == []
    contracts.edit(pia, contract, replace(as_edited(contract), amount=Decimal("-5.00")), contract.version)
    [event] = rows(session, Event, action="contract:edited")
    assert event.sentence == "changed amount of contract C-2291"
    assert event.details == {"amount": [None, "-5.00"]}


def test_a_renewal_prolongs_the_contract_and_is_refused_the_second_time(session, pia, cast):
    contract = session.get_one(Contract, cast.payroll)
    next_term = NewTerm(date(2028, 1, 1), date(2028, 12, 31))
    contract_terms.renew(pia, contract, next_term)
    assert standing_on(session, cast.payroll, date(2028, 6, 1)) is Standing.UNDECLARED
    with pytest.raises(RuleBroken):
        contract_terms.renew(pia, contract, next_term)


def test_a_corrected_term_is_known_from_its_correction_on(session, pia, moments, cast):
    contract = session.get_one(Contract, cast.payroll)
    [term] = contract_terms.known(pia, contract)
    before = moments.now()
    contract_terms.correct(pia, contract, term, NewTerm(date(2026, 1, 1), date(2027, 6, 30)))
    assert standing_on(session, cast.payroll, date(2027, 7, 1)) is Standing.NOT_IN_FORCE
    [then] = facts_of(session, [cast.payroll], known_at=before)
    [now] = facts_of(session, [cast.payroll])
    assert [term.through_on for term in then.facts.terms] == [date(2027, 12, 31)]
    assert [term.through_on for term in now.facts.terms] == [date(2027, 6, 30)]
    assert len(rows(session, ContractTerm, contract_id=cast.payroll)) == 2


def test_the_last_term_cannot_be_removed(session, pia, cast):
    contract = session.get_one(Contract, cast.payroll)
    [term] = contract_terms.known(pia, contract)
    with pytest.raises(RuleBroken, match="keeps at least one term"):
        contract_terms.remove(pia, contract, term)


def test_an_archived_contract_has_no_standing_until_it_is_restored(session, pia, cast):
    contract = session.get_one(Contract, cast.cameras)
    contracts.archive(pia, contract, "Recorded twice")
    assert rows(session, StandingSpan, contract_id=cast.cameras) == []
    with pytest.raises(RuleBroken):
        contracts.archive(pia, contract, "Again")
    contracts.restore(pia, contract)
    assert standing_on(session, cast.cameras, date(2026, 11, 23)) is Standing.UNDECLARED


def test_contracts_are_handed_to_another_owner_at_once(session, pia, cast):
    assert contracts.assign_owner(pia, [cast.payroll, cast.cameras], cast.max) == 2
    assert contracts.assign_owner(pia, [cast.payroll], cast.max) == 0
    assert session.get_one(Contract, cast.cameras).owner_id == cast.max
