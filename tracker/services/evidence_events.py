"""The events of an evidence pack with their seals, and the chain from the first of them to its end.

An event that is told in full carries the salt of its seal, so that whoever has a checkpoint can prove it. Of one that
is not, commitment and link stay, and the salt goes: with it, what was left out could be found by trying.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from tracker.domain.disclosure import Matter, plain_details, without_addresses
from tracker.domain.event_chain import Seal, ToldEvent, told
from tracker.domain.redaction import Omission, Redaction
from tracker.queries import event_chain
from tracker.services.evidence_making import Making

AT_ONCE: Final = 500
MOST_LINKS: Final = 100_000
EVENTS: Final = "events/events.jsonl"
CHAIN: Final = "events/chain.txt"
TOO_LONG: Final = Omission(
    "the chain between the events",
    f"It has more than {MOST_LINKS:,} links. The exported audit trail holds it: see docs/audit.md.",
    "docs/evidence.md",
)


def write(making: Making, events: Sequence[tuple[int, int]]) -> int:
    """Write events, given as (position, id) in order, and the chain from the first to its end; return how many."""
    making.pack.add(EVENTS, _lines(making, [event_id for _, event_id in events]))
    if events:
        _write_chain(making, events[0][0], event_chain.end(making.session)[0])
    return len(events)


def _lines(making: Making, event_ids: Sequence[int]) -> Iterator[bytes]:
    for start in range(0, len(event_ids), AT_ONCE):
        for seal, before, event in event_chain.sealed_of(making.session, event_ids[start : start + AT_ONCE]):
            line = _line(making.redaction, seal, before, event)
            yield json.dumps(line, separators=(",", ":"), ensure_ascii=True).encode("ascii") + b"\n"


def _line(redaction: Redaction, seal: Seal, before: str, event: ToldEvent) -> dict[str, Any]:
    words = told(event)
    if event.is_erased or redaction.tells(Matter.EVENT_DETAILS):
        return {"seal": asdict(seal), "before": before, "event": words}
    if redaction.tells(Matter.EVENT_WORDS):
        return _for_staff(redaction, seal, before, words)
    redaction.omit_matter(Matter.EVENT_WORDS)
    kept = {**words, "actor_name": "", "actor_id": None, "sentence": "", "details": {}}
    return {"seal": asdict(replace(seal, salt="")), "before": before, "event": kept, "left_out": ["words", "details"]}


def _for_staff(redaction: Redaction, seal: Seal, before: str, words: dict[str, Any]) -> dict[str, Any]:
    left_out = []
    if not plain_details(words["details"]):
        redaction.omit_matter(Matter.EVENT_DETAILS)
        words = {**words, "details": {}}
        left_out.append("details")
    if without_addresses(words)[1]:
        words = redaction.words(words)
        left_out.append("addresses")
    if not left_out:
        return {"seal": asdict(seal), "before": before, "event": words}
    return {"seal": asdict(replace(seal, salt="")), "before": before, "event": words, "left_out": left_out}


def _write_chain(making: Making, first: int, end: int) -> None:
    if end - first >= MOST_LINKS:
        making.redaction.omit(TOO_LONG)
        return
    making.pack.add(CHAIN, _chain(making, first, end))


def _chain(making: Making, first: int, end: int) -> Iterator[bytes]:
    before = event_chain.link_at(making.session, first - 1)
    yield f"tracker-chain-1 from={first} through={end} before={before}\n".encode("ascii")
    for commitment in event_chain.commitments(making.session, first, end):
        yield f"{commitment}\n".encode("ascii")
