"""Deeds about when and by what steps people are told: holds and their starts, letters sent by hand, other steps."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from tests.simulation.city import City
from tests.simulation.history import Hold, Table
from tests.simulation.steps import FLAG, POLICY, SET, TIER, G
from tracker.domain.reminder_policy import ObligationKind, Step, Told
from tracker.domain.reminder_scope import Scope
from tracker.domain.reminders import EntryState
from tracker.models.letter import Reminder
from tracker.models.reminder_hold import HeldContract, ReminderHold
from tracker.queries import reminders as queries
from tracker.queries.policy import newest
from tracker.queries.scope import Viewer
from tracker.services import policies, reminder_holds, reminders, send_now
from tracker.services.reminder_holds import How
from tracker.services.reminders import Bundle

EVERYBODY = Viewer(0, "Nobody", "nobody@city.example", frozenset())
SCOPES = ((SET, TIER), (SET, None), ("", TIER), ("", TIER - 1))
FIRST_STEP, LAST_STEP = -90, 30


def hold(city: City) -> bool:
    """Hold some contracts that never were."""
    deals = [deal for deal in city.random.sample(city.history.deals, 5) if not deal.was_held]
    placed = reminder_holds.place(city.work, [deal.number for deal in deals], "imported list.csv")
    if placed is None:
        return False
    for deal in deals:
        deal.held = deal.was_held = True
    city.history.holds.append(Hold(placed.id, deals))
    return True


def start(city: City) -> bool:
    """Start the reminders about held contracts, in any of the three ways."""
    waiting = [one for one in city.history.holds if not one.started]
    if not waiting:
        return False
    one, how = city.random.choice(waiting), city.random.choice(list(How))
    per_day = city.random.randrange(1, 3) if how is How.PORTIONS else None
    before = city.session.scalar(select(Reminder.id).order_by(Reminder.id.desc()).limit(1)) or 0
    reminder_holds.start(city.acting("pia"), city.session.get_one(ReminderHold, one.number), how, per_day)
    one.started = True
    later = _released(city, one, per_day)
    noted = set(city.session.scalars(select(Reminder.contract_id).where(Reminder.id > before)))
    # In portions only those are set aside whose turn comes too late for any step: which, is tested elsewhere.
    aside = one.deals if how is How.ASIDE else [deal for deal in one.deals if deal.number in noted]
    assert how is not How.NOW or not aside
    for deal in one.deals:
        deal.held, deal.from_on = False, later[deal.number]
    city.history.set_aside = aside
    return True


def _released(city: City, one: Hold, per_day: int | None) -> dict[int, date]:
    """Return from which day on each contract is told of: today, or later on working days, not too many on one."""
    statement = select(HeldContract.contract_id, HeldContract.from_on).where(HeldContract.hold_id == one.number)
    found = {number: day or date.max for number, day in city.session.execute(statement)}
    later = [day for day in found.values() if day != city.today]
    assert all(day > city.today and city.history.works_on(day) for day in later)
    assert all(later.count(day) <= (per_day or 0) for day in later)
    return found


def send_by_hand(city: City) -> bool:
    """Send some of the letter that somebody would get next about a contract, at once."""
    deal = city.random.choice(city.history.deals)
    work = city.acting("pia")
    plan = queries.plan(
        city.session,
        EVERYBODY,
        city.today,
        city.settings.zone,
        from_on=reminders.first_day_left(work),
        through_on=city.today + timedelta(days=60),
        contract_id=deal.number,
    )
    told = [one for one in plan.entries if one[1].state is EntryState.SENT]
    if not told:
        return False
    day, entry, _ = told[0]
    mine = [one for one in told if one[0] == day and one[1].somebody.email == entry.somebody.email]
    chosen = city.random.sample(mine, city.random.randint(1, len(mine)))
    send_now.send(work, Bundle(entry.somebody, tuple((entry, item) for _, entry, item in chosen)), day)
    keys = (entry.ledger_key for _, entry, _ in chosen)
    city.history.by_hand = {(key.obligation, key.due_on, key.step_days, key.recipient) for key in keys}
    return True


def change_steps(city: City) -> bool:
    """Give a scope steps of its own, or none, of a kind; or take its own away."""
    scope, kind = city.random.choice(SCOPES), city.random.choice(list(POLICY))
    present = newest(city.session)
    new, key = policies.in_force(present), (*scope, kind)
    where = ObligationKind(kind), Scope(*scope)
    if key in city.history.steps:
        del city.history.steps[key]
        steps = new.reminder_steps.without(*where)
    else:
        table = city.history.steps[key] = _table(city, kind)
        steps = new.reminder_steps.having(*where, [_step(where[0], days, parts) for days, parts in table])
    policies.record(city.acting("adam"), replace(new, reminder_steps=steps), present.id)
    city.history.steps_changed_on = city.today
    return True


def _table(city: City, kind: str) -> Table:
    """The steps for all contracts, some left out and some on other days."""
    random = city.random
    moved = {
        max(FIRST_STEP, min(LAST_STEP, days + random.choice((0, 0, -2, 1, 3)))): parts
        for days, parts in POLICY[kind]
        if random.random() < 0.7
    }
    return tuple(sorted(moved.items()))


def _step(kind: ObligationKind, days: int, parts: tuple[str, ...]) -> Step:
    told = tuple(Told.PRIVACY_OFFICER if part == G else Told(part) for part in parts if part != FLAG)
    return Step(kind, days, told, FLAG if FLAG in parts else "")
