"""Obligations: what falls due, on which day, and whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.domain.reminder_policy import ObligationKind, Told


class Rhythm(StrEnum):
    """How often somebody of staff wants digests; vendors always get them daily."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person who can be written to; known to the tracker as a contact, a person of staff, or neither."""

    email: str
    name: str
    contact_id: int | None = None
    person_id: int | None = None
    rhythm: Rhythm = Rhythm.DAILY
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One thing that falls due on a day of the city.

    `key` names it for ever ("expiry:contract:12"); a renewal changes `due_on` and so starts its steps anew.
    `through_on` is the last day on which it exists if nothing happens (None: it stays until somebody acts).
    `stopped` and `paused` say why the vendor is not written to now, empty when it is; `vendor_free` that it
    never is, because the vendor has nothing to do. `held` says why nothing is settled at all until a person
    starts it; before `not_before` nothing is settled either, for the reason in `waits` (a sentence).
    `over` says why nobody is told any more although steps were reached: these are noted as stopped.
    `looked_on` is the last day on which a run was finished: what had ended before it was settled then.
    `tier` and `set_code` choose the policy's steps; domain.reminder_scope says whose they are.
    """

    key: str
    kind: ObligationKind
    due_on: date
    people: Mapping[Told, tuple[Somebody, ...]] = field(default_factory=dict)
    through_on: date | None = None
    stopped: str = ""
    paused: str = ""
    vendor_free: bool = False
    tier: int | None = None
    set_code: str = ""
    held: str = ""
    not_before: date | None = None
    waits: str = ""
    over: str = ""
    looked_on: date | None = None


def key_of(kind: ObligationKind, subject: str, number: int) -> str:
    """Return the key of an obligation, for example "expiry:contract:12"."""
    return f"{kind}:{subject}:{number}"
