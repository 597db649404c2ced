"""What is due on a day, step by step, as a table of cases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.domain.obligations import Obligation, Somebody, key_of
from tracker.domain.reminder_policy import DEFAULT_STEPS, BadStep, ObligationKind, Told, steps_from_json, steps_to_json
from tracker.domain.reminders import FLAG, EntryState, due, planned
from tracker.domain.working_days import is_working_day, working_day_from

STEPS = steps_from_json(DEFAULT_STEPS)
DUE = date(2027, 1, 12)
CORA = Somebody("cora@acme.example", "Cora", contact_id=1)
SAM = Somebody("sam@acme.example", "Sam", contact_id=2)
PIA = Somebody("pia@city.example", "Pia", person_id=1)
MAX = Somebody("max@city.example", "Max", person_id=2)
OSCAR = Somebody("oscar@city.example", "Oscar", person_id=3)
PEOPLE = {
    Told.SIGNER: (SAM,),
    Told.PRIMARY: (CORA,),
    Told.OWNER: (PIA,),
    Told.MANAGER: (MAX,),
    Told.PRIVACY_OFFICER: (OSCAR,),
}


def expiry(**changes):
    kind = ObligationKind.EXPIRY
    return replace(Obligation(key=key_of(kind, "contract", 12), kind=kind, due_on=DUE, people=PEOPLE), **changes)


def told(obligation, days, ledger=()):
    """Who is settled how, when a run happens so many days from the due day."""
    entries = due([obligation], STEPS, obligation.due_on + timedelta(days=days), set(ledger))
    return {(entry.somebody.email.partition("@")[0], entry.step_days): entry.state for entry in entries}


def sent(obligation, days, ledger=()):
    return {who for who, state in told(obligation, days, ledger).items() if state is EntryState.SENT}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-91, set()),
        (-90, {("pia", -90)}),
        (-60, {("cora", -60), ("sam", -60), ("pia", -90)}),
        (-14, {("cora", -14), ("sam", -14), ("pia", -14)}),
        (0, {("cora", 0), ("sam", 0), ("pia", 0)}),
        (1, {("cora", 0), ("sam", 0), ("pia", 1)}),
        (7, {("cora", 7), ("sam", 7), ("pia", 1), ("max", 7)}),
        (14, {("cora", 14), ("sam", 14), ("pia", 1), ("max", 7), ("oscar", 14)}),
        (400, {("cora", 30), ("sam", 30), ("pia", 1), ("max", 7), ("oscar", 14)}),
    ],
)
def test_the_first_run_tells_each_person_the_latest_step_reached(days, expected):
    assert sent(expiry(), days) == expected


def test_earlier_steps_are_overtaken_and_say_by_which():
    entries = due([expiry()], STEPS, DUE - timedelta(days=7), set())
    overtaken = [entry for entry in entries if entry.state is EntryState.OVERTAKEN]
    assert {(entry.somebody.email, entry.step_days) for entry in overtaken} >= {
        ("cora@acme.example", -60),
        ("cora@acme.example", -14),
        ("pia@city.example", -90),
    }
    assert all(entry.reason == "The step 7 days before took its place." for entry in overtaken)


def test_a_second_run_on_the_same_day_does_nothing():
    first = due([expiry()], STEPS, DUE, set())
    assert due([expiry()], STEPS, DUE, {entry.ledger_key for entry in first}) == ()


def test_a_renewal_starts_the_steps_anew():
    ledger = {entry.ledger_key for entry in due([expiry()], STEPS, DUE, set())}
    renewed = expiry(due_on=date(2028, 1, 12))
    assert told(renewed, -91, ledger) == {}
    assert sent(renewed, -90, ledger) == {("pia", -90)}


def test_a_changed_contact_is_a_new_recipient():
    ledger = {entry.ledger_key for entry in due([expiry()], STEPS, DUE, set())}
    nina = Somebody("nina@acme.example", "Nina", contact_id=3)
    assert sent(expiry(people=PEOPLE | {Told.SIGNER: (nina,)}), 0, ledger) == {("nina", 0)}


def test_one_person_in_two_roles_is_told_once():
    both = expiry(people=PEOPLE | {Told.SIGNER: (CORA,), Told.PRIMARY: (CORA,)})
    assert sent(both, -60) == {("cora", -60), ("pia", -90)}


def test_an_answer_in_review_stops_the_steps_of_the_vendor_only():
    fates = told(expiry(stopped="The city reviews."), 0)
    assert fates["cora", 0] is EntryState.STOPPED
    assert fates["pia", 0] is EntryState.SENT


def test_a_return_resumes_with_the_next_step():
    ledger = {entry.ledger_key for entry in due([expiry(stopped="In review.")], STEPS, DUE, set())}
    assert sent(expiry(), 0, ledger) == set()
    assert ("cora", 7) in sent(expiry(), 7, ledger)


def test_a_pause_is_noted_with_its_reason():
    entries = due([expiry(paused="Paused for this vendor: in talks")], STEPS, DUE, set())
    paused = [entry for entry in entries if entry.state is EntryState.PAUSED]
    assert {entry.somebody for entry in paused} == {CORA, SAM}
    assert {entry.reason for entry in paused} == {"Paused for this vendor: in talks"}


def test_who_is_both_vendor_and_city_is_told_as_city():
    both = expiry(stopped="In review.", people=PEOPLE | {Told.SIGNER: (PIA,), Told.PRIMARY: ()})
    assert told(both, 0)["pia", 0] is EntryState.SENT


def test_a_vendor_with_nothing_to_do_is_not_written_to_and_not_flagged():
    assert {who for who, _ in told(expiry(vendor_free=True), 400)} == {"pia", "max", "oscar"}


def test_after_thirty_days_the_renewal_is_held():
    assert told(expiry(), 29).get((FLAG.email, 30)) is None
    assert told(expiry(), 30)[FLAG.email, 30] is EntryState.FLAGGED


def test_other_kinds_follow_their_own_steps():
    waiver = Obligation(key="expiry:waiver:3", kind=ObligationKind.WAIVER, due_on=DUE, people=PEOPLE)
    assert sent(waiver, -30) == {("pia", -30), ("oscar", -30)}
    request = Obligation(key="request:request:5", kind=ObligationKind.REQUEST, due_on=DUE, people=PEOPLE)
    assert sent(request, 6) == set()
    assert sent(request, 21) == {("cora", 21), ("sam", 21)}


def test_the_plan_leaves_out_weekends_and_holidays_and_merges_what_they_delay():
    saturday = date(2027, 1, 16)
    found = planned(
        [expiry(due_on=saturday)], STEPS, (date(2027, 1, 11), date(2027, 1, 31)), set(), {date(2027, 1, 18)}
    )
    owner = [(one.on_day, one.entry.step_days) for one in found if one.entry.somebody is PIA]
    # -7 is caught up at once; -1, 0 and 1 fall on Friday, Saturday and Sunday before a holiday.
    assert owner == [(date(2027, 1, 11), -7), (date(2027, 1, 15), -1), (date(2027, 1, 19), 1)]


def test_the_plan_ends_with_the_obligation():
    found = planned([expiry(through_on=DUE)], STEPS, (date(2027, 1, 11), date(2027, 3, 31)), set(), set())
    assert max(one.on_day for one in found) == DUE


def test_steps_are_stored_and_read_back_unchanged():
    assert steps_from_json(steps_to_json(STEPS)) == STEPS


@pytest.mark.parametrize(
    "row",
    [
        {"obligation": "birthday", "days": 1, "to": []},
        {"obligation": "expiry", "days": "soon", "to": []},
        {"obligation": "expiry", "days": 1, "to": ["mayor"]},
        {"days": 1, "to": []},
    ],
)
def test_a_step_that_cannot_be_read_is_named(row):
    with pytest.raises(BadStep, match="cannot be read"):
        steps_from_json([row])


def test_working_days_are_monday_to_friday_without_holidays():
    holidays = {date(2026, 11, 26)}
    assert [is_working_day(date(2026, 11, day), holidays) for day in range(23, 30)] == [
        True, True, True, False, True, False, False,
    ]  # fmt: skip
    assert working_day_from(date(2026, 11, 28), holidays) == date(2026, 11, 30)


def test_a_calendar_without_working_days_still_writes_letters():
    every_day = {DUE + timedelta(days=number) for number in range(400)}
    assert working_day_from(DUE, every_day) == DUE
