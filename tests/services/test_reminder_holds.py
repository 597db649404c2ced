"""What came in at once is not reminded of until a person has seen the plan and starts it."""

from datetime import date, timedelta

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tests.list_imports.conftest import Desk
from tests.moments import MONDAY
from tests.reminding import ledger, no_late_rows, run
from tests.submitted import ask
from tracker.models.event import Event
from tracker.models.letter import Reminder
from tracker.models.reminder_hold import HeldContract, ReminderHold
from tracker.queries import go_live_plan as plans
from tracker.queries import reminder_holds as queries
from tracker.queries.scope import Viewer
from tracker.services import obligation_index, reminder_holds, reminders
from tracker.services.reminder_holds import How
from tracker.services.rules import Conflict, RuleBroken

HEADER = "Contract no.,Item no.,Vendor,Vendor no.,Department,Title,Owner,Start,End,Amount\n"
ENDED = MONDAY - timedelta(days=10)


def bring_in(work, lines):
    return Desk(work).bring(HEADER + lines, undecided_are_new=True)


@pytest.fixture
def hold(work, cast):
    """Acme's coverage ended ten days ago, Birch's ends in four weeks; both came in at once."""
    for number, through in ((cast.payroll, ENDED), (cast.cameras, MONDAY + timedelta(days=28))):
        share(work, number)
        attest(work, number, cast.oscar, through)
    placed = reminder_holds.place(work, [cast.payroll, cast.cameras], "imported list.csv")
    work.session.commit()
    return placed


def plan(work, hold):
    ids = queries.held_contracts(work.session, None, hold.id)
    first = reminders.first_day_left(work)
    return plans.go_live_plan(work.session, ids, work.today, work.settings.zone, first)


def released(work):
    work.session.expire_all()
    return {row.contract_id: row.from_on for row in rows(work.session, HeldContract)}


def test_an_import_holds_the_contracts_it_creates_and_only_these(work, cast):
    bring_in(work, "C-2291,,Acme,V-100,Library,Pay,,,,2\nC-7,,Acme,V-100,Library,Pay,,,,2\nC-8,,Birch,,Law,Eye,,,,1\n")
    (hold,) = rows(work.session, ReminderHold)
    assert hold.sentence == "imported list.csv"
    held = {row.contract_id for row in rows(work.session, HeldContract)}
    assert len(held) == 2
    assert cast.payroll not in held
    bring_in(work, "C-7,,Acme,V-100,Library,Pay,,,,3\n")
    assert len(rows(work.session, ReminderHold)) == 1
    (event,) = rows(work.session, Event, action="reminders:held")
    assert event.sentence == "held the reminders about 2 contracts: imported list.csv"


def test_a_contract_is_under_one_hold_only(work, cast, hold):
    assert reminder_holds.place(work, [cast.payroll], "again") is None
    assert reminder_holds.place(work, [], "nothing") is None


def test_nothing_leaves_about_held_contracts_however_many_days_pass(work, cast, hold, moments):
    for _ in range(3):
        assert run(work) == {}
        moments.travel(days=1)
    assert ledger(work) == {}
    assert no_late_rows(work)


def test_what_staff_ask_for_is_reminded_of_although_the_contract_is_held(work, cast, hold, moments):
    ask(work, cast.acme, cast.cora, cast.payroll)
    work.session.commit()
    moments.travel(days=7)
    assert run(work) == {"cora@acme.example": 1}


def test_the_plan_counts_letters_people_kinds_and_the_oldest_item(work, cast, hold):
    found = plan(work, hold)
    assert found.first_on == MONDAY
    assert [(item.contract_id, item.due_on) for item in found.old] == [
        (cast.cameras, MONDAY + timedelta(days=28)),
        (cast.payroll, ENDED),
    ]
    assert found.oldest.contract_id == cast.payroll
    assert (found.vendor_people, found.letters_first) == (2, 5)
    assert found.city_people >= 1
    assert dict(found.kinds) == {"expiry": 2}
    assert found.letters > found.letters_first
    assert sum(reader.letters for reader in found.readers) == found.letters
    assert sum(reader.items for reader in found.readers) >= found.letters


def test_the_plan_says_what_a_start_does(work, cast, hold):
    expected = plan(work, hold)
    reminder_holds.start(work, hold, How.NOW)
    work.session.commit()
    told = run(work)
    assert len(told) == expected.letters_first
    assert told == {reader.somebody.email: reader.first_items for reader in expected.readers if reader.first_items}


def test_a_start_is_recorded_and_cannot_be_repeated(acting, work, cast, hold):
    mine = acting(cast.oscar, "Oscar Officer")
    done = reminder_holds.start(mine, hold, How.NOW, note="Checked with the library")
    assert (done.contracts, done.later, done.last_on) == (2, 0, MONDAY)
    assert released(work) == {cast.payroll: MONDAY, cast.cameras: MONDAY}
    (row,) = queries.holds(work.session)
    assert (row.started_by, row.note, row.held) == ("Oscar Officer", "Checked with the library", 0)
    assert rows(work.session, Event, action="reminders:started")[0].actor_id == cast.oscar
    with pytest.raises(Conflict):
        reminder_holds.start(mine, hold, How.NOW)


def test_old_contracts_are_released_in_portions_on_working_days_the_most_recently_due_first(work, cast, hold, moments):
    done = reminder_holds.start(work, hold, How.PORTIONS, per_day=1)
    work.session.commit()
    tuesday = MONDAY + timedelta(days=1)
    assert (done.later, done.last_on) == (2, tuesday)
    assert released(work) == {cast.cameras: MONDAY, cast.payroll: tuesday}
    first = run(work)
    assert "ben@birch.example" in first
    assert "cora@acme.example" not in first
    moments.travel(days=1)
    assert run(work)["cora@acme.example"] == 1
    assert no_late_rows(work)


def test_portions_skip_days_on_which_the_city_does_not_work(work, cast, hold, moments):
    moments.go_to(date(2026, 11, 25))
    release = reminder_holds.Release.of(work, plan(work, hold), 1)
    assert release.days[cast.cameras] == date(2026, 11, 25)
    assert release.days[cast.payroll] > date(2026, 11, 26)


def test_what_would_be_released_too_late_is_set_aside_with_its_reason(work, cast, hold, moments):
    moments.go_to(ENDED + timedelta(days=120))
    assert cast.payroll in plan(work, hold).old_contracts
    done = reminder_holds.start(work, hold, How.PORTIONS, per_day=1)
    work.session.commit()
    assert done.aside > 0
    reasons = {row.reason for row in rows(work.session, Reminder, contract_id=cast.payroll)}
    assert reasons == {"Set aside when the reminders began (imported list.csv)."}


def test_old_steps_can_be_set_aside_and_reminders_begin_with_the_next_step(work, cast, hold, moments):
    done = reminder_holds.start(work, hold, How.ASIDE, note="All were called")
    work.session.commit()
    assert done.aside > 0
    assert run(work) == {}
    assert set(ledger(work).values()) == {"overtaken"}
    reason = rows(work.session, Reminder)[0].reason
    assert reason == "Set aside when the reminders began (imported list.csv): All were called"
    moments.go_to(ENDED + timedelta(days=17))
    assert run(work)["cora@acme.example"] == 1


@pytest.mark.parametrize("per_day", [None, 0, -1, 10_001])
def test_portions_need_a_number(work, cast, hold, per_day):
    with pytest.raises(RuleBroken) as broken:
        reminder_holds.start(work, hold, How.PORTIONS, per_day=per_day)
    assert broken.value.field == "per_day"
    work.session.rollback()
    assert queries.open_holds(work.session, seer())[0].held == 2


def test_what_has_not_left_can_be_held_again_and_started_again(work, cast, hold, moments):
    reminder_holds.start(work, hold, How.PORTIONS, per_day=1)
    work.session.commit()
    assert run(work) != {}
    assert reminder_holds.hold_again(work, hold) == 1
    work.session.commit()
    assert released(work) == {cast.cameras: MONDAY, cast.payroll: None}
    moments.travel(days=1)
    assert run(work) == {}
    reminder_holds.start(work, hold, How.NOW)
    work.session.commit()
    assert run(work) == {}, "the digests of today are written; it goes out tomorrow"
    moments.travel(days=1)
    assert run(work)["cora@acme.example"] == 1


def test_what_has_left_cannot_be_held_again(work, cast, hold, moments):
    reminder_holds.start(work, hold, How.NOW)
    work.session.commit()
    run(work)
    with pytest.raises(RuleBroken):
        reminder_holds.hold_again(work, hold)
    moments.travel(days=1)
    with pytest.raises(RuleBroken):
        reminder_holds.hold_again(work, hold)


def seer(*departments):
    return Viewer(1, "Pia", "pia@city.example", frozenset(), frozenset(departments))


def test_who_sees_one_department_sees_its_part_of_a_hold(work, cast, hold):
    (row,) = queries.open_holds(work.session, seer(cast.library))
    assert (row.contracts, row.held) == (1, 1)
    assert queries.held_contracts(work.session, seer(cast.library), hold.id) == [cast.payroll]
    assert queries.hold(work.session, seer(9999), hold.id) is None


def test_an_empty_hold_has_a_plan_of_nothing(work, cast):
    found = plans.go_live_plan(work.session, [], work.today, work.settings.zone, date(2026, 11, 21))
    assert (found.letters, found.readers, found.oldest) == (0, (), None)
    assert found.first_on == MONDAY


def test_what_was_renewed_under_a_hold_is_looked_at_on_its_first_day_after_the_start(work, cast, hold, moments):
    moments.travel(days=1)
    attest(work, cast.payroll, cast.oscar, MONDAY + timedelta(days=200), since=work.today)
    work.session.commit()
    for days in (1, 7, 7):
        moments.travel(days=days)
        obligation_index.touch_contracts(work, [cast.payroll])
        run(work)
    reminder_holds.start(work, hold, How.NOW)
    work.session.commit()
    assert no_late_rows(work)
    moments.go_to(MONDAY + timedelta(days=112))
    assert run(work)["pia@city.example"] == 2
