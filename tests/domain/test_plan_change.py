"""What a change of steps does to the plan: letters and items by week and audience, what comes and what goes."""

from datetime import date, timedelta

from tracker.domain.obligations import Obligation, Somebody
from tracker.domain.plan_change import Audience, Compared, Load, Plan, plan_change
from tracker.domain.reminder_policy import HOLD_RENEWAL, ObligationKind, Step, Told
from tracker.domain.reminder_scope import ALL, steps_for_all
from tracker.domain.reminders import planned

EXPIRY = ObligationKind.EXPIRY
MONDAY = date(2026, 11, 23)
DAYS = (MONDAY, MONDAY + timedelta(days=90))
SAM = Somebody("sam@acme.example", "Sam", contact_id=1)
PIA = Somebody("pia@city.example", "Pia", person_id=1)
MAX = Somebody("max@city.example", "Max", person_id=2)
PEOPLE = {Told.SIGNER: (SAM,), Told.PRIMARY: (SAM,), Told.OWNER: (PIA,), Told.MANAGER: (MAX,)}
BEFORE = steps_for_all([Step(EXPIRY, -7, (Told.SIGNER, Told.OWNER)), Step(EXPIRY, 7, (Told.MANAGER,), HOLD_RENEWAL)])


def due(*days, **changes):
    return [
        Obligation(
            key=f"expiry:contract:{number}",
            kind=EXPIRY,
            due_on=MONDAY + timedelta(days=number),
            people=PEOPLE,
            **changes,
        )
        for number in days
    ]


def plan(obligations, steps):
    return Plan(planned(obligations, steps.of_obligation, DAYS, (), ()), steps.of_obligation)


def changed(obligations, after, before=BEFORE):
    return plan_change(plan(obligations, before), plan(obligations, after), DAYS)


def test_nothing_differs_when_the_steps_are_the_same():
    found = changed(due(14, 21), BEFORE)
    assert found.first_on is None
    assert found.appearing == found.disappearing == ()
    assert found.total == Compared(Load(6, 8), Load(6, 8))


def test_one_letter_carries_the_items_of_its_person_and_day():
    contracts = [*due(14), *due(15)]
    found = changed(contracts, BEFORE)
    assert found.total.before == Load(letters=6, items=8)
    same_day = [
        *due(14),
        Obligation(key="expiry:contract:99", kind=EXPIRY, due_on=MONDAY + timedelta(days=14), people=PEOPLE),
    ]
    assert changed(same_day, BEFORE).total.before == Load(letters=3, items=8)


def test_a_moved_step_goes_on_one_day_and_comes_on_another():
    after = BEFORE.having(EXPIRY, ALL, [Step(EXPIRY, -14, (Told.SIGNER, Told.OWNER)), *BEFORE.of(EXPIRY)[1:]])
    found = changed(due(30), after)
    assert [(one.on_day, one.entry.step_days, one.entry.somebody) for one in found.appearing] == [
        (date(2026, 12, 9), -14, PIA),
        (date(2026, 12, 9), -14, SAM),
    ]
    assert {one.on_day for one in found.disappearing} == {date(2026, 12, 16)}
    assert found.first_on == date(2026, 12, 9)
    assert found.weeks[date(2026, 12, 7)] == Compared(Load(0, 0), Load(2, 2))
    assert found.weeks[date(2026, 12, 14)] == Compared(Load(2, 2), Load(0, 0))


def test_each_audience_is_counted_by_the_part_it_is_told_for():
    found = changed(due(30), BEFORE.having(EXPIRY, ALL, []))
    assert {audience: one.before for audience, one in found.audiences.items()} == {
        Audience.VENDOR: Load(1, 1),
        Audience.OWNER: Load(1, 1),
        Audience.MANAGER: Load(1, 1),
        Audience.OFFICER: Load(0, 0),
        Audience.FLAG: Load(0, 1),
    }
    assert all(one.after == Load() for one in found.audiences.values())


def test_every_week_of_the_ninety_days_is_there_and_adds_up():
    found = changed(due(*range(0, 90, 3)), BEFORE.having(EXPIRY, ALL, [Step(EXPIRY, 0, (Told.OWNER,))]))
    weeks = list(found.weeks)
    assert weeks[0] == MONDAY
    assert weeks[-1] <= DAYS[1] < weeks[-1] + timedelta(days=7)
    assert sum(one.before.items for one in found.weeks.values()) == found.total.before.items
    assert sum(one.after.letters for one in found.weeks.values()) == found.total.after.letters


def test_what_is_paused_counts_on_neither_side():
    after = BEFORE.having(EXPIRY, ALL, [Step(EXPIRY, -7, (Told.SIGNER,))])
    found = changed(due(30, paused="Paused for this vendor"), after, before=BEFORE.having(EXPIRY, ALL, []))
    assert found.total == Compared(Load(), Load())
    assert found.first_on is None
