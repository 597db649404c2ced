"""Whatever the gaps between runs: nothing is lost, nothing is doubled, and late runs agree with daily ones."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.obligations import Obligation, Somebody
from tracker.domain.reminder_policy import DEFAULT_STEPS, ObligationKind, Told, steps_from_json
from tracker.domain.reminders import EntryState, LedgerKey, due, planned
from tracker.domain.working_days import is_working_day, working_day_from

STEPS = steps_from_json(DEFAULT_STEPS)
START = date(2026, 10, 1)
DAYS = 200
PEOPLE = [Somebody(f"{name}@example.org", name, contact_id=number) for number, name in enumerate("abcd", start=1)]

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
    ),
    max_size=3,
    unique_by=lambda obligation: obligation.key,
)
run_days = st.sets(some_days, max_size=60)


def run(found, days, ledger=None):
    """Run on these days in order; return the ledger as the state of each step."""
    ledger = {} if ledger is None else ledger
    for day in sorted(days):
        for entry in due(found, STEPS, day, ledger):
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
            for entry in due(found, STEPS, day, runs):
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
