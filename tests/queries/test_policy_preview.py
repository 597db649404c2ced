"""The preview of other reminder steps says what will happen once they are in force."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.moments import MONDAY
from tests.reminding import cover, run
from tracker.domain.reminder_policy import ObligationKind, Step, Told
from tracker.domain.reminder_scope import ALL, Scope
from tracker.domain.reminders import EntryState
from tracker.models.policy import Holiday
from tracker.queries import reminders
from tracker.queries.obligations import steps as steps_in_force
from tracker.queries.policy import newest
from tracker.queries.policy_preview import Window, moved_by_holiday, preview
from tracker.queries.scope import Viewer
from tracker.services import policies
from tracker.services.reminders import first_day_left

EXPIRY = ObligationKind.EXPIRY
ENDS_ON = MONDAY + timedelta(days=60)


@pytest.fixture
def window(work):
    return Window(work.today, work.settings.zone, first_day_left(work))


@pytest.fixture
def present(work, cast):
    cover(work, cast, ENDS_ON)
    return steps_in_force(work.session)


def told(work):
    everybody = Viewer(0, "Nobody", "", frozenset(), frozenset())
    rows = reminders.plan(work.session, everybody, work.today, work.settings.zone, from_on=first_day_left(work)).rows
    counted = (EntryState.SENT, EntryState.FLAGGED)
    return {(row.on_day, row.email, row.step_days) for row in rows if row.state in counted}


def test_what_the_preview_says_comes_true(work, cast, present, window):
    after = present.having(EXPIRY, ALL, [Step(EXPIRY, -45, (Told.OWNER, Told.SIGNER)), *present.of(EXPIRY)[3:]])
    before_rows = told(work)
    found = preview(work.session, window, present, after)
    policies.record(
        work, replace(policies.in_force(newest(work.session)), reminder_steps=after), newest(work.session).id
    )
    after_rows = told(work)
    assert {(row.on_day, row.email, row.step_days) for row in found.appearing} == after_rows - before_rows
    assert {(row.on_day, row.email, row.step_days) for row in found.disappearing} == before_rows - after_rows
    assert found.change.total.before.items == len(before_rows)
    assert found.change.total.after.items == len(after_rows)
    assert found.change.first_on == min(day for day, *_ in before_rows ^ after_rows)


def test_only_contracts_of_the_scope_change(work, cast, present, window):
    tier = 1
    while not preview(work.session, window, present, present.having(EXPIRY, Scope("", tier), [])).obligations:
        tier += 1
    found = preview(work.session, window, present, present.having(EXPIRY, Scope("", tier), []))
    assert {row.contract_id for row in found.disappearing} == {cast.payroll}
    other = next(number for number in (1, 2, 3, 4) if number != tier)
    nothing = preview(work.session, window, present, present.having(EXPIRY, Scope("", other), []))
    assert nothing.change.first_on is None
    assert nothing.obligations == 0


def test_what_the_ledger_holds_does_not_come_again(work, cast, present, moments):
    run(work)
    moments.travel(days=1)
    window = Window(work.today, work.settings.zone, first_day_left(work))
    kept = [step for step in present.of(EXPIRY) if step.days != -30]
    found = preview(work.session, window, present, present.having(EXPIRY, ALL, kept))
    assert found.settled > 0
    assert {row.step_days for row in found.disappearing} == {-30}
    assert not found.appearing


def test_rows_are_shown_up_to_a_limit_and_counted_whole(work, cast, present, window, monkeypatch):
    monkeypatch.setattr("tracker.queries.policy_preview.MOST_ROWS", 2)
    found = preview(work.session, window, present, present.having(EXPIRY, ALL, []))
    assert len(found.disappearing) == 2
    assert len(found.change.disappearing) > 2
    row = found.disappearing[0]
    assert "Payroll processing" in row.about


def test_a_new_holiday_moves_the_letters_of_its_day(work, cast, present, window):
    day = date(2026, 12, 23)
    assert day == ENDS_ON - timedelta(days=30)
    assert moved_by_holiday(work.session, window, present, day, added=True) == 1
    assert moved_by_holiday(work.session, window, present, date(2026, 12, 22), added=True) == 0
    work.session.add(Holiday(on_day=day, name="A day off"))
    work.session.flush()
    assert moved_by_holiday(work.session, window, present, day, added=False) == 1
