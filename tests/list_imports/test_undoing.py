"""Undoing an import: everything is as it was, or what stands in the way is named."""

import pytest
from sqlalchemy import select

from tests.cast import rows
from tests.list_imports.dumps import dump
from tests.list_imports.test_contract_lists import DATA, HEADER
from tracker.domain.import_words import ImportState
from tracker.models.contract import Contract, ContractTerm
from tracker.models.event import Event
from tracker.models.reminder_hold import HeldContract
from tracker.models.vendor import Vendor
from tracker.queries import audit
from tracker.services import contract_terms, data_schedule, timeline_upkeep, vendors
from tracker.services.contract_terms import NewTerm
from tracker.services.list_imports import runs
from tracker.services.rules import RuleBroken

KNOWN = "C-2291,,Acme Payroll,V-100,Police,Wages,,1/1/2026,6/30/2027,5\n"
NEW = "C-9,,Elm Street,,Parks,Trees,Oscar Officer,1/1/2026,12/31/2026,7\n"


def test_undo_brings_back_what_an_import_made_and_changed(desk, session, cast):
    before = dump(session)
    run = desk.bring(HEADER + KNOWN + NEW)
    assert dump(session) != before
    runs.undo(desk.work, run)
    session.commit()
    assert dump(session) == before
    assert run.state == ImportState.UNDONE
    (event,) = rows(session, Event, action="import:undone")
    assert event.details["sha256"] == run.digest
    assert timeline_upkeep.check_tallies(session) == []
    assert timeline_upkeep.check(session, [cast.payroll, cast.cameras]) == []


def test_undo_of_a_second_quarter_leaves_the_first(desk, session):
    desk.bring(DATA / "philadelphia-excerpt-q1.csv")
    before = dump(session)
    run = desk.bring(DATA / "philadelphia-excerpt-q2.csv", undecided_are_new=True)
    runs.undo(desk.work, run)
    session.commit()
    assert dump(session) == before


def test_what_was_undone_can_be_brought_in_again_and_undone_twice_is_once(desk, session, cast):
    run = desk.bring(HEADER + KNOWN + NEW)
    runs.undo(desk.work, run)
    runs.undo(desk.work, run)
    session.commit()
    again = desk.bring(HEADER + KNOWN + NEW)
    assert again.counts == run.counts
    assert len(rows(session, Event, action="import:undone")) == 1


def test_new_contracts_are_held_until_a_person_starts_them(desk, session, cast):
    desk.bring(HEADER + KNOWN + NEW)
    (held,) = rows(session, HeldContract)
    assert session.get(Contract, held.contract_id).number == "C-9"


@pytest.mark.parametrize("deed", ["edited", "renewed", "declared", "alias"])
def test_what_was_changed_since_stands_in_the_way_and_is_named(desk, session, work, cast, deed):
    run = desk.bring(HEADER + KNOWN + NEW)
    contract = session.scalars(select(Contract).where(Contract.number == "C-9")).one()
    if deed == "edited":
        contract.title = "Shrubs"
    elif deed == "renewed":
        (term,) = rows(session, ContractTerm, contract_id=contract.id)
        contract_terms.correct(work, contract, term, NewTerm(term.starts_on, None))
    elif deed == "declared":
        data_schedule.declare_no_personal_data(work, contract, "Trees have no names.")
    else:
        vendors.add_alias(work, session.get(Vendor, contract.vendor_id), "Elm Road")
    session.commit()
    before = dump(session)
    with pytest.raises(RuleBroken) as broken:
        runs.undo(desk.work, run)
    assert "C-9" in broken.value.sentence or "Elm Street" in broken.value.sentence
    session.rollback()
    assert dump(session) == before


def test_an_import_can_be_undone_for_thirty_days(desk, session, cast, moments):
    run = desk.bring(HEADER + NEW)
    moments.travel(days=31)
    with pytest.raises(RuleBroken, match="30 days"):
        runs.undo(desk.work, run)


def test_a_vendor_that_gets_the_number_of_a_removed_one_has_not_its_history(desk, session, work, cast):
    run = desk.bring(HEADER + NEW)
    removed = rows(session, Vendor, name="Elm Street")[0].id
    runs.undo(desk.work, run)
    session.commit()
    vendor = Vendor(id=removed, name="Oak", name_key="oak", created_at=work.now)
    session.add(vendor)
    session.flush()
    vendors.add_alias(work, vendor, "Oak Lane")
    session.commit()
    assert [event.sentence for event in audit.events_about(session, "vendor", removed)] == [
        "added “Oak Lane” to the names of vendor Oak"
    ]
