"""What a run on a day must write, told from the deeds alone: a second, small engine that shares no code with ours."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from tests.simulation.history import DISPOSAL, ONE, Deal, History, Reader

S, P, W, M, G = "signer", "primary", "owner", "manager", "officer"
VENDOR = {S, P}
FLAG = "hold renewal"
POLICY: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {
    "expiry": (
        (-90, (W,)), (-60, (S, P)), (-30, (S, P)), (-14, (S, P, W)), (-7, (S, P, W)), (-1, (S, P, W)), (0, (S, P, W)),
        (1, (W,)), (7, (S, P, M)), (14, (S, P, G)), (30, (S, P, W, FLAG)),
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
    """An obligation on a day; `over_on` is its last day where it has ended by itself since."""

    key: str
    kind: str
    due_on: date
    deal: Deal
    asked: Reader | None = None
    vendor_free: bool = False
    in_review: bool = False
    over_on: date | None = None
    last_on: date | None = None


@dataclass(slots=True)
class Expected:
    """The states that must be written, and the keys that may be noted as stopped because their thing has ended."""

    states: dict[Key, str]
    may_stop: set[Key]


def expected(history: History, day: date, last_run: date | None, ledger: Collection[Key]) -> Expected:
    """Tell what a run on a working day must write."""
    found = Expected({}, set())
    for thing in _things(history, day, last_run):
        snoozed = history.snoozes.get((thing.key, thing.due_on))
        for reader, steps in _readers(history, thing).values():
            weekly = reader.staff and reader.rhythm == "weekly"
            told_on = history.week_begins(day) if weekly else day
            if thing.over_on is not None:
                reached = [step for step in steps if thing.due_on + timedelta(days=step) <= thing.over_on]
                keys = {Key(thing.key, thing.due_on, step, reader.email) for step in reached}
                found.may_stop |= keys - set(ledger)
                continue
            reached = [step for step in steps if thing.due_on + timedelta(days=step) <= told_on]
            if thing.last_on is not None:
                reached = [step for step in reached if thing.due_on + timedelta(days=step) <= thing.last_on]
            if not reached or (snoozed is not None and told_on < snoozed):
                continue
            for step in reached:
                key = Key(thing.key, thing.due_on, step, reader.email)
                if key not in ledger:
                    fate = _fate(thing, reader, vendor_only=steps[step])
                    found.states[key] = fate if step == max(reached) else "overtaken"
    return found


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


def _things(history: History, day: date, last_run: date | None) -> Iterator[Thing]:
    since = (last_run or day) - LATE
    for deal in history.deals:
        yield from _coverage(history, deal, day, since)
        if day > deal.through_on and not deal.disposed:
            yield Thing(f"disposal:contract:{deal.number}", "disposal", deal.through_on + DISPOSAL, deal)
    for asking in history.askings:
        if asking.open:
            key = f"request:request:{asking.number}"
            review = asking.attestation is not None
            yield Thing(key, "request", asking.asked_on, asking.deal, asking.contact, in_review=review)
    for excuse in history.excuses:
        if not excuse.ended and excuse.through_on >= since:
            over = excuse.through_on if excuse.through_on < day else None
            key = f"waiver:waiver:{excuse.number}"
            yield Thing(key, "waiver", excuse.through_on, excuse.deal, vendor_free=True, over_on=over)


def _coverage(history: History, deal: Deal, day: date, since: date) -> Iterator[Thing]:
    key, asking = f"expiry:contract:{deal.number}", history.open_asking(deal)
    review = asking is not None and asking.attestation is not None
    stretches = deal.stretches()
    for number, (first, last) in enumerate(stretches):
        follows = stretches[number + 1][0] if number + 1 < len(stretches) else None
        ends_with_deal = last == deal.through_on
        over = last if ends_with_deal else min(deal.through_on, follows - ONE if follows else deal.through_on)
        if first > day or over < since or last < day - FORGOTTEN - timedelta(days=30):
            continue
        yield Thing(
            key, "expiry", last, deal, vendor_free=ends_with_deal, in_review=review,
            over_on=over if over < day else None, last_on=over,
        )  # fmt: skip


def _readers(history: History, thing: Thing) -> dict[str, tuple[Reader, dict[int, bool]]]:
    """Each recipient by address, with the steps meant for it and whether only as the vendor's side."""
    people = _parts(history, thing)
    found: dict[str, tuple[Reader, dict[int, bool]]] = {}
    for step, parts in POLICY[thing.kind]:
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
