"""What a run on a day must write, told from the deeds alone: a second, small engine that shares no code with ours."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from tests.simulation.history import DISPOSAL, ONE, Deal, History, Reader, Table

S, P, W, M, G = "signer", "primary", "owner", "manager", "officer"
VENDOR = {S, P}
FLAG = "hold renewal"
SET, TIER = "vendor-privacy", 2
"""The only requirement set of the city, and the tier of the only data element that is shared."""
POLICY: dict[str, Table] = {
    "expiry": (
        (-90, (W,)), (-60, (S, P)), (-30, (S, P)), (-14, (S, P, W)), (-7, (S, P, W)), (-1, (S, P, W)), (0, (S, P, W)),
        (1, (W,)), (7, (S, P, M)), (14, (S, P, G)), (30, (S, P, FLAG)),
    ),
    "request": ((7, (S, P)), (14, (S, P)), (21, (S, P))),
    "waiver": ((-30, (W, G)), (-7, (W, G)), (0, (W, G))),
    "disposal": ((-30, (S, P, W)), (-7, (S, P, W)), (0, (S, P, W)), (7, (S, P, W)), (14, (S, P, W))),
}  # fmt: skip
"""The table of the catalogue, section 4, typed once more."""
FORGOTTEN = timedelta(days=100)
"""What fell due so long ago is at the edge of the days that a run looks back; who is new then is not judged."""
LATE = timedelta(days=10)


class Key(NamedTuple):
    """One step of one obligation for one recipient."""

    obligation: str
    due_on: date
    step: int
    recipient: str


@dataclass(frozen=True, slots=True)
class Thing:
    """An obligation: `last_on` is its last day if nobody acts, `told_late` that it is still told of after that."""

    key: str
    kind: str
    due_on: date
    deal: Deal
    asked: Reader | None = None
    vendor_free: bool = False
    in_review: bool = False
    last_on: date | None = None
    told_late: bool = False
    tier: int | None = TIER

    @property
    def is_held(self) -> bool:
        """Whether nothing of it is settled before somebody starts it; what staff asked for on purpose never is."""
        return self.deal.held and self.kind != "request"

    def is_over(self, day: date) -> bool:
        return self.last_on is not None and self.last_on < day

    def reached(self, steps: Collection[int], day: date) -> list[int]:
        until = day if self.last_on is None else min(day, self.last_on)
        return sorted(step for step in steps if self.due_on + timedelta(days=step) <= until)


@dataclass(slots=True)
class Situation:
    """What the oracle remembers between runs: the ledger, the last run, and who got the digest of which day."""

    ledger: dict[Key, str] = field(default_factory=dict)
    last_run: date | None = None
    digests: set[tuple[str, date]] = field(default_factory=set)


def expected(history: History, day: date, situation: Situation, about: Iterable[Thing]) -> dict[Key, str]:
    """Tell what a run on a working day must write about these things, and in which state."""
    found: dict[Key, str] = {}
    for thing in about:
        for reader, steps in _readers(history, thing).values():
            if (reader.email, digest_day(history, reader, day)) not in situation.digests:
                found |= _settled(history, thing, (reader, steps), day, situation)
    return found


def ended(history: History, day: date, situation: Situation, about: Iterable[Thing]) -> dict[Key, str]:
    """Tell the fate of every step of what a deed ended that is reached and not settled, whoever waits for whatever."""
    found: dict[Key, str] = {}
    for thing in about:
        if thing.is_held:
            continue
        for reader, steps in _readers(history, thing).values():
            fates = _dropped(thing.reached(steps, day))
            found |= {Key(thing.key, thing.due_on, step, reader.email): fate for step, fate in fates.items()}
    return {key: fate for key, fate in found.items() if key not in situation.ledger}


def set_aside(history: History, day: date, situation: Situation) -> dict[Key, str]:
    """Tell which steps are noted as overtaken when reminders of held contracts begin with the next step of each."""
    found: dict[Key, str] = {}
    for thing in things(history, day, situation.last_run) if history.set_aside else ():
        if thing.deal in history.set_aside and thing.kind != "request":
            for told in _readers(history, thing).values():
                found |= _settled(history, thing, told, day, situation, begun=True)
    return dict.fromkeys(found, "overtaken")


def by_hand(history: History, day: date, situation: Situation) -> dict[Key, str]:
    """Tell which of the steps that were sent by hand just now could be: planned for that reader, told by letter."""
    return {
        key: "sent"
        for thing in (things(history, day, situation.last_run) if history.by_hand else ())
        for reader, steps in _readers(history, thing).values()
        for step, vendor_only in steps.items()
        if (key := Key(thing.key, thing.due_on, step, reader.email)) in history.by_hand
        and key not in situation.ledger
        and not thing.is_held
        and _fate(thing, reader, vendor_only=vendor_only) == "sent"
    }


def came_late(history: History, day: date, situation: Situation) -> set[tuple[str, date]]:
    """Tell what ended while nothing ran and changed hands after that: its new readers may be noted, or not."""
    found = set()
    for thing in things(history, day, situation.last_run):
        changed_on = max(thing.deal.changed_on, thing.deal.firm.changed_on, history.steps_changed_on)
        if thing.last_on is not None and thing.last_on < day and not thing.told_late and changed_on > thing.last_on:
            found.add((thing.key, thing.due_on))
    for deal in history.deals:
        changed_on = max(deal.changed_on, history.steps_changed_on)
        if deal.disposed and situation.last_run is not None and changed_on >= situation.last_run:
            found.add((f"disposal:contract:{deal.number}", deal.through_on + DISPOSAL))
    return found


def digest_day(history: History, reader: Reader, day: date) -> date:
    """The day whose digest a reader gets on a day: the week's first, for those who chose one a week."""
    return history.week_begins(day) if _weekly(reader) else day


def _settled(
    history: History,
    thing: Thing,
    told: tuple[Reader, dict[int, bool]],
    day: date,
    situation: Situation,
    *,
    begun: bool = False,
) -> dict[Key, str]:
    (reader, steps), dropped = told, thing.is_over(day) and not thing.told_late
    told_on = day if dropped else digest_day(history, reader, day)
    reached = thing.reached(steps, told_on)
    if not reached or _was_told(history, thing, reader, situation.last_run, dropped=dropped):
        return {}
    waits = not dropped and _waits(history, thing, told_on, begun=begun)
    if waits and not thing.is_over(told_on):
        return {}
    fates = _dropped(reached)
    # What was over before its wait ended is noted like what was dropped.
    if not (dropped or waits):
        fates[reached[-1]] = _fate(thing, reader, vendor_only=steps[reached[-1]])
    keyed = {Key(thing.key, thing.due_on, step, reader.email): fate for step, fate in fates.items()}
    return {key: fate for key, fate in keyed.items() if key not in situation.ledger}


def _dropped(reached: list[int]) -> dict[int, str]:
    """Tell what is noted of steps of which nobody is told any more."""
    return dict.fromkeys(reached, "overtaken") | dict.fromkeys(reached[-1:], "stopped")


def _waits(history: History, thing: Thing, told_on: date, *, begun: bool) -> bool:
    """Tell whether it is held, begins later, or is snoozed; `begun` says that its hold does not count any more."""
    since = date.min if begun or thing.kind == "request" else thing.deal.from_on
    held = thing.is_held and not begun
    return held or told_on < max(since, history.snoozes.get((thing.key, thing.due_on), date.min))


def _was_told(history: History, thing: Thing, reader: Reader, last_run: date | None, *, dropped: bool) -> bool:
    """Tell whether it had ended when the last run came: who plays a part only since then is not told of it."""
    if thing.last_on is None or last_run is None:
        return False
    return thing.last_on < (last_run if dropped else digest_day(history, reader, last_run))


def _weekly(reader: Reader) -> bool:
    return reader.staff and reader.rhythm == "weekly"


def _fate(thing: Thing, reader: Reader, *, vendor_only: bool) -> str:
    if reader.email == FLAG:
        return "flagged"
    if vendor_only and thing.in_review:
        return "stopped"
    if vendor_only and thing.deal.firm.paused:
        return "paused"
    if reader.staff and reader.rhythm == "none":
        return "stopped"
    return "sent"


def things(history: History, day: date, last_run: date | None) -> Iterator[Thing]:
    """Give everything that is due or not settled on a day, with what ended by itself not long before the last run."""
    since = (last_run or day) - LATE
    for deal in history.deals:
        yield from _coverage(history, deal, day, since)
        if day > deal.through_on and not deal.disposed:
            yield Thing(f"disposal:contract:{deal.number}", "disposal", deal.through_on + DISPOSAL, deal)
    for asking in history.askings:
        if asking.open:
            key = f"request:request:{asking.number}"
            review, tier = asking.attestation is not None, _tier(asking.deal)
            yield Thing(key, "request", asking.asked_on, asking.deal, asking.contact, in_review=review, tier=tier)
    after = timedelta(days=_last_step(history, "waiver"))
    for excuse in history.excuses:
        due_on = excuse.through_on
        if not excuse.ended and due_on + after >= since:
            key, tier = f"waiver:waiver:{excuse.number}", _tier(excuse.deal)
            yield Thing(
                key, "waiver", due_on, excuse.deal, vendor_free=True, last_on=due_on + after, told_late=True, tier=tier
            )


def _tier(deal: Deal) -> int | None:
    """A contract that is closed shares nothing any more."""
    return None if deal.disposed else TIER


def _last_step(history: History, kind: str) -> int:
    """How long after its due day something of a kind is told of at most, whatever the scope."""
    tables = [POLICY[kind], *(table for scope, table in history.steps.items() if scope[-1] == kind)]
    return max(0, *(step for table in tables for step, _ in table))


def _coverage(history: History, deal: Deal, day: date, since: date) -> Iterator[Thing]:
    key, asking = f"expiry:contract:{deal.number}", history.open_asking(deal)
    review = asking is not None and asking.attestation is not None
    stretches = deal.stretches()
    for number, (first, last) in enumerate(stretches):
        follows = stretches[number + 1][0] if number + 1 < len(stretches) else None
        with_deal = last == deal.through_on
        until = last if with_deal else deal.through_on if follows is None else follows - ONE
        if first <= day and until >= since:
            yield Thing(
                key, "expiry", last, deal, vendor_free=with_deal, in_review=review, last_on=until, told_late=with_deal
            )  # fmt: skip


def _readers(history: History, thing: Thing) -> dict[str, tuple[Reader, dict[int, bool]]]:
    """Each recipient by address, with the steps meant for it and whether only as the vendor's side."""
    people = _parts(history, thing)
    found: dict[str, tuple[Reader, dict[int, bool]]] = {}
    for step, parts in _steps(history, thing):
        meant: dict[str, set[bool]] = defaultdict(set)
        for part in parts:
            if thing.vendor_free and part in {*VENDOR, FLAG}:
                continue
            for reader in people[part]:
                meant[reader.email].add(part in VENDOR)
                found.setdefault(reader.email, (reader, {}))
        for email, sides in meant.items():
            found[email][1][step] = all(sides)
    return found


def _steps(history: History, thing: Thing) -> Table:
    """The steps of the most specific scope that says anything: set and tier, set, tier, all."""
    for scope in ((SET, thing.tier), (SET, None), ("", thing.tier)):
        if (*scope, thing.kind) in history.steps:
            return history.steps[(*scope, thing.kind)]
    return POLICY[thing.kind]


def _parts(history: History, thing: Thing) -> dict[str, list[Reader]]:
    deal = thing.deal
    here = [contact for contact in deal.firm.contacts if contact.reachable]
    asked = [contact for contact in here if thing.asked is contact]
    signer, primary = asked or _holding(here, S, P), asked or _holding(here, P, S)
    return {
        S: signer or [deal.owner],
        P: primary or [deal.owner],
        W: [deal.owner],
        M: [deal.manager] if deal.manager else history.officers,
        G: history.officers,
        FLAG: [Reader(0, FLAG)],
    }


def _holding(contacts: list[Reader], *wanted: str) -> list[Reader]:
    """Those who hold the first of these roles that anybody holds, then of any role."""
    for role in (*wanted, "privacy", "security"):
        some = [contact for contact in contacts if role in contact.roles]
        if some:
            return some
    return []
