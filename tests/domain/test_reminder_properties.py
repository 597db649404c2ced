"""Whatever the gaps between runs: nothing is lost, nothing is doubled, and late runs agree with daily ones."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.obligations import Obligation, Rhythm, Somebody
from tracker.domain.reminder_policy import DEFAULT_STEPS, ObligationKind, Told, steps_from_json
from tracker.domain.reminders import EntryState, LedgerKey, due, next_look, planned
from tracker.domain.working_days import is_working_day, weekly_day, weekly_day_from, working_day_from

STEPS = steps_from_json(DEFAULT_STEPS)
START = date(2026, 10, 1)
DAYS = 200
PEOPLE = [
    *(Somebody(f"{name}@example.org", name, contact_id=number) for number, name in enumerate("abc", start=1)),
    *(Somebody(f"{rhythm}@city.example", rhythm, person_id=1, rhythm=rhythm) for rhythm in Rhythm),
]

some_days = st.integers(0, DAYS - 1).map(lambda number: START + timedelta(days=number))
some_people = st.dictionaries(
    st.sampled_from(Told), st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple)
)
obligations = st.lists(
    st.builds(
        Obligation,
        key=st.sampled_from(["expiry:contract:1", "expiry:contract:2", "request:request:1"]),
        kind=st.sampled_from(ObligationKind),
        due_on=some_days,
        people=some_people,
        vendor_free=st.booleans(),
        stopped=st.sampled_from(["", "In review."]),
        paused=st.sampled_from(["", "Paused."]),
        through_on=st.none() | some_days,
        not_before=st.none() | some_days,
        waits=st.just("Snoozed: in talks."),
    ),
    max_size=3,
    unique_by=lambda obligation: obligation.key,
)
run_days = st.sets(some_days, max_size=60)
HOLIDAYS = frozenset({date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 28), date(2027, 1, 18)})


def run(found, days, ledger=None):
    """Run on these days in order; return the ledger as the state of each step."""
    ledger = {} if ledger is None else ledger
    for day in sorted(days):
        for entry in due(found, STEPS, day, ledger, HOLIDAYS):
            assert entry.ledger_key not in ledger
            ledger[entry.ledger_key] = entry
    return ledger


def latest(ledger):
    """The latest step settled other than by being overtaken, of each obligation and recipient."""
    found: dict[object, int] = {}
    for key, entry in ledger.items():
        if entry.state is not EntryState.OVERTAKEN:
            who = (key.obligation, key.due_on, key.recipient)
            found[who] = max(found.get(who, key.step_days), key.step_days)
    return found


def every_day(until):
    return [START + timedelta(days=number) for number in range((until - START).days + 1)]


@given(obligations, run_days, some_days)
def test_a_run_after_a_gap_reaches_what_daily_runs_have_reached(found, days, last):
    gaps = run(found, {day for day in days if day <= last} | {last})
    daily = run(found, every_day(last))
    assert latest(gaps) == latest(daily)
    assert gaps.keys() == daily.keys()


@given(obligations, some_days, st.sampled_from([1, 7, 40]))
def test_after_an_outage_both_ledgers_agree_from_there_on(found, began, length):
    back = began + timedelta(days=length)
    end = back + timedelta(days=60)
    before = [day for day in every_day(end) if day < began or day >= back]
    outage, daily = run(found, before), run(found, every_day(end))
    assert outage.keys() == daily.keys()
    later = {key for key in daily if key.due_on + timedelta(days=key.step_days) > back}
    assert {key: outage[key].state for key in later} == {key: daily[key].state for key in later}
    assert latest(outage) == latest(daily)


@given(obligations, some_days)
def test_a_run_gives_each_recipient_one_step_of_an_obligation(found, day):
    entries = [entry for entry in due(found, STEPS, day, set()) if entry.state is not EntryState.OVERTAKEN]
    assert len({(entry.obligation.key, entry.somebody.email) for entry in entries}) == len(entries)


@given(obligations, st.sets(some_days, max_size=20))
def test_the_plan_is_what_runs_on_working_days_will_do(found, holidays):
    first, last = START + timedelta(days=20), START + timedelta(days=110)
    runs: dict[LedgerKey, tuple[date, EntryState]] = {}
    for day in every_day(last):
        if day >= first and is_working_day(day, holidays):
            for entry in due(found, STEPS, day, runs, holidays):
                runs[entry.ledger_key] = (day, entry.state)
    done = {(day, key) for key, (day, state) in runs.items() if state is not EntryState.OVERTAKEN}
    plan = planned(found, STEPS, (first, last), set(), holidays)
    assert {(one.on_day, one.entry.ledger_key) for one in plan} == done


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.sets(st.dates(date(2024, 1, 1), date(2040, 12, 31))))
def test_the_next_working_day_is_never_skipped(day, holidays):
    found = working_day_from(day, holidays)
    between = [day + timedelta(days=number) for number in range((found - day).days)]
    assert is_working_day(found, holidays)
    assert not any(is_working_day(seen, holidays) for seen in between)


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.sets(st.dates(date(2024, 1, 1), date(2040, 12, 31))))
def test_each_week_with_a_working_day_has_one_weekly_day(day, holidays):
    before, following = weekly_day(day, holidays), weekly_day_from(day, holidays)
    assert before <= day <= following
    for found in (before, following):
        assert is_working_day(found, holidays)
        monday = found - timedelta(days=found.weekday())
        assert working_day_from(monday, holidays) == found
    assert weekly_day_from(before, holidays) == before


@given(obligations, some_days)
def test_weekly_people_get_one_digest_a_week(found, last):
    ledger: dict[LedgerKey, object] = {}
    told: dict[str, set[date]] = {}
    for day in every_day(last):
        if is_working_day(day, HOLIDAYS):
            for entry in due(found, STEPS, day, ledger, HOLIDAYS):
                ledger[entry.ledger_key] = entry
                if entry.state is EntryState.SENT and entry.somebody.rhythm is Rhythm.WEEKLY:
                    told.setdefault(entry.somebody.email, set()).add(day)
    assert all(len({weekly_day(day, HOLIDAYS) for day in days}) == len(days) for days in told.values())


@given(obligations, st.sampled_from([1, 7, 40]))
def test_an_outage_over_the_weekly_day_is_made_good_on_the_next_working_day(found, length):
    monday = START + timedelta(days=40 - (START + timedelta(days=40)).weekday())
    back = working_day_from(monday + timedelta(days=length), HOLIDAYS)
    late = run(found, [*every_day(monday - timedelta(days=1)), back])
    weekly = {key for key in run(found, [*every_day(back)]) if key.recipient == f"{Rhythm.WEEKLY}@city.example"}
    assert {key for key in late if key.recipient == f"{Rhythm.WEEKLY}@city.example"} == weekly


@given(obligations, some_days)
def test_nobody_who_wants_no_mail_gets_any_and_the_ledger_says_so(found, last):
    mine = [entry for key, entry in run(found, every_day(last)).items() if key.recipient == "none@city.example"]
    assert {entry.state for entry in mine} <= {EntryState.STOPPED, EntryState.OVERTAKEN, EntryState.PAUSED}
    assert all(entry.reason for entry in mine)


@given(obligations, some_days)
def test_before_a_snooze_ends_nothing_is_sent(found, last):
    ledger: dict[LedgerKey, object] = {}
    for day in every_day(last):
        for entry in due(found, STEPS, day, ledger, HOLIDAYS):
            ledger[entry.ledger_key] = entry
            waits_until = entry.obligation.not_before
            noted = entry.state in (EntryState.STOPPED, EntryState.OVERTAKEN)
            assert noted or waits_until is None or day >= waits_until


@given(obligations)
def test_what_was_reached_before_an_obligation_ended_is_settled_after_it(found):
    end = START + timedelta(days=DAYS)
    daily, late = run(found, every_day(end)), run(found, [end])
    assert daily.keys() == late.keys()
    for key in late:
        obligation = next(one for one in found if one.key == key.obligation)
        assert key.due_on + timedelta(days=key.step_days) <= (obligation.through_on or end)


@given(obligations, some_days, st.none() | some_days, st.sampled_from(["", "It was over."]))
def test_the_next_look_is_never_too_late(found, start, looked_on, over):
    ledger = run(found, [start])
    for one in (replace(one, looked_on=looked_on, over=over) for one in found):
        look = next_look(one, STEPS, start, ledger)
        for number in range(1, 2 * DAYS):
            day = start + timedelta(days=number)
            if due([one], STEPS, day, ledger, HOLIDAYS):
                assert look is not None
                assert look <= day
                break


@given(obligations, some_days)
def test_what_is_held_waits_until_a_person_starts_it(found, day):
    held = [replace(one, held="Imported.", through_on=None) for one in found]
    assert due(held, STEPS, day, set(), HOLIDAYS) == ()
    assert all(next_look(one, STEPS, day, set()) is None for one in held)


@given(obligations, some_days)
def test_what_is_over_is_only_noted(found, day):
    over = [replace(one, over="It was renewed before a letter went out.", not_before=None) for one in found]
    states = {entry.state for entry in due(over, STEPS, day, set(), HOLIDAYS)}
    assert states <= {EntryState.STOPPED, EntryState.OVERTAKEN}
