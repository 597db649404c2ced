"""How an event is sealed: its canonical form, the salted commitment to it, and the link to the seal before.

docs/audit.md describes each of the three byte for byte; seed_data/verifier/verify_audit.py repeats them without us.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

BEGINNING: Final = "0" * 64
"""The link before the first."""
ERASED: Final = "[erased]"
"""What stands for the words of an event that was erased."""
ERASING: Final = "event:erased"
"""The deed that erases an event; the erased event is its subject, of the kind "event"."""
SALT_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event with everything that is sealed of it; `at` is aware, or the text of what is no moment."""

    id: int
    at: datetime | str
    actor_kind: str
    actor_id: int | None
    actor_name: str
    action: str
    sentence: str
    details: Any
    subjects: tuple[tuple[str, int], ...]

    @property
    def is_erased(self) -> bool:
        """Whether its words are gone, and nothing else stands in their place."""
        return self.sentence == self.actor_name == ERASED and self.details == {}


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of the chain; digests and salt are hexadecimal, the salt is empty once its event was erased."""

    position: int
    event_id: int
    salt: str
    commitment: str
    link: str


def told(event: ToldEvent) -> dict[str, Any]:
    """Return the event as the JSON object that is sealed: moments in UTC with six decimals, subjects in order."""
    return {
        "action": event.action,
        "actor_id": event.actor_id,
        "actor_kind": event.actor_kind,
        "actor_name": event.actor_name,
        "at": event.at if isinstance(event.at, str) else moment_text(event.at),
        "details": event.details,
        "id": event.id,
        "sentence": event.sentence,
        "subjects": [list(pair) for pair in sorted(event.subjects, key=_order)],
    }


def _order(subject: tuple[str, int]) -> tuple[str, bool, int]:
    # A tampered column of SQLite may hold a text where a number belongs.
    return str(subject[0]), isinstance(subject[1], str), subject[1]


def canonical(event: ToldEvent) -> bytes:
    """Return the bytes that are sealed: that object as JSON in ASCII, keys sorted, without blanks."""
    return json.dumps(told(event), sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def commitment(salt: str, event: ToldEvent) -> str:
    """Return SHA-256 over the salt's bytes and the canonical form; raises ValueError for a salt that is none."""
    # A salt of another length could take over bytes of the text.
    if len(salt) != 2 * SALT_BYTES:
        message = "a salt has 32 bytes"
        raise ValueError(message)
    return sha256(bytes.fromhex(salt) + canonical(event)).hexdigest()


def link(previous: str, position: int, committed: str) -> str:
    """Return SHA-256 over the link before, the position (8 bytes, the highest first) and the commitment.

    Raises ValueError for digests that are none.
    """
    return sha256(bytes.fromhex(previous) + position.to_bytes(8, "big") + bytes.fromhex(committed)).hexdigest()


def seal(previous: str, position: int, salt: str, event: ToldEvent) -> Seal:
    """Return the seal of an event at a position (from 1), after the link before it."""
    committed = commitment(salt, event)
    return Seal(position, event.id, salt, committed, link(previous, position, committed))


def fits(stated: Seal, event: ToldEvent) -> bool:
    """Whether an event is the one that a seal commits to."""
    try:
        return commitment(stated.salt, event) == stated.commitment
    except ValueError:
        return False


def follows(stated: Seal, previous: str) -> bool:
    """Whether a seal follows from the link before it."""
    try:
        return link(previous, stated.position, stated.commitment) == stated.link
    except ValueError:
        return False


def moment_text(at: datetime) -> str:
    """Return a moment (aware) like 2026-11-22T16:00:00.000000Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
