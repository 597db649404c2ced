"""Reminder policy: at which distance from the due day of which obligation who is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class ObligationKind(StrEnum):
    """What falls due."""

    EXPIRY = "expiry"
    """The last day through which a contract is covered."""
    REQUEST = "request"
    """A request that the vendor has not answered; counted from the day it was sent or returned."""
    WAIVER = "waiver"
    """The last day of a waiver."""
    DISPOSAL = "disposal"
    """The last day to certify that the data was returned or destroyed."""


class Told(StrEnum):
    """Who is told, by the part that person plays."""

    SIGNER = "signer"
    PRIMARY = "primary contact"
    ASKED = "contact asked"
    OWNER = "owner"
    MANAGER = "department manager"
    PRIVACY_OFFICER = "privacy officer"
    HOLD_RENEWAL = "hold renewal"
    """Nobody: the contract gets the flag that procurement sees."""


VENDOR_SIDE: Final = frozenset({Told.SIGNER, Told.PRIMARY, Told.ASKED})


class BadStep(ValueError):
    """A stored step cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the policy; `days` counts from the due day, negative before it."""

    kind: ObligationKind
    days: int
    told: tuple[Told, ...]


DEFAULT_STEPS: Final[tuple[dict[str, Any], ...]] = (
    {"for": "expiry", "days": -90, "to": ["owner"]},
    {"for": "expiry", "days": -60, "to": ["signer", "primary contact"]},
    {"for": "expiry", "days": -30, "to": ["signer", "primary contact"]},
    {"for": "expiry", "days": -14, "to": ["signer", "primary contact", "owner"]},
    {"for": "expiry", "days": -7, "to": ["signer", "primary contact", "owner"]},
    {"for": "expiry", "days": -1, "to": ["signer", "primary contact", "owner"]},
    {"for": "expiry", "days": 0, "to": ["signer", "primary contact", "owner"]},
    {"for": "expiry", "days": 1, "to": ["owner"]},
    {"for": "expiry", "days": 7, "to": ["signer", "primary contact", "department manager"]},
    {"for": "expiry", "days": 14, "to": ["signer", "primary contact", "privacy officer"]},
    {"for": "expiry", "days": 30, "to": ["signer", "primary contact", "hold renewal"]},
    {"for": "request", "days": 7, "to": ["contact asked"]},
    {"for": "request", "days": 14, "to": ["contact asked"]},
    {"for": "request", "days": 21, "to": ["contact asked"]},
    {"for": "waiver", "days": -30, "to": ["owner", "privacy officer"]},
    {"for": "waiver", "days": -7, "to": ["owner", "privacy officer"]},
    {"for": "waiver", "days": 0, "to": ["owner", "privacy officer"]},
    {"for": "disposal", "days": -30, "to": ["signer", "primary contact", "owner"]},
    {"for": "disposal", "days": -7, "to": ["signer", "primary contact", "owner"]},
    {"for": "disposal", "days": 0, "to": ["signer", "primary contact", "owner"]},
    {"for": "disposal", "days": 7, "to": ["signer", "primary contact", "owner"]},
    {"for": "disposal", "days": 14, "to": ["signer", "primary contact", "owner"]},
)
"""The policy shipped as default, as it is stored in policy.reminder_steps."""


def steps_from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the stored steps, by kind and day; raises BadStep naming the first that cannot be read."""
    return tuple(sorted((_step(row) for row in stored), key=lambda step: (step.kind, step.days)))


def steps_to_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return the steps as they are stored."""
    return [{"for": step.kind.value, "days": step.days, "to": [str(part) for part in step.told]} for step in steps]


def _step(row: Mapping[str, Any]) -> Step:
    try:
        return Step(ObligationKind(row["for"]), int(row["days"]), tuple(Told(part) for part in row["to"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadStep(f"The reminder step {dict(row)!r} cannot be read: {error}.") from error
