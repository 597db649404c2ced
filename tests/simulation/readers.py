"""Who is told of a thing: the people who play a part in it, by address, with the steps meant for them."""

from collections import defaultdict

from tests.simulation.history import History, Reader
from tests.simulation.steps import FLAG, VENDOR, G, M, P, S, W, steps_of
from tests.simulation.things import Thing


def readers(history: History, thing: Thing) -> dict[str, tuple[Reader, dict[int, bool]]]:
    """Each recipient by address, with the steps meant for it and whether only as the vendor's side."""
    people = _parts(history, thing)
    found: dict[str, tuple[Reader, dict[int, bool]]] = {}
    for step, parts in steps_of(history, thing.kind, thing.tier):
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
