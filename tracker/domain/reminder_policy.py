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
    FOLLOW_UP = "follow-up"
    """The day on which an accepted exception is to be looked at again."""


class Told(StrEnum):
    """Who is told, by the part that person plays; of a request, the vendor's side is the contact asked."""

    SIGNER = "signer"
    PRIMARY = "primary"
    OWNER = "owner"
    MANAGER = "manager"
    PRIVACY_OFFICER = "privacy officer"


VENDOR_SIDE: Final = frozenset({Told.SIGNER, Told.PRIMARY})
HOLD_RENEWAL: Final = "hold renewal"
"""The flag that a step can set on a contract, for procurement to see."""


class BadStep(ValueError):
    """A stored step cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the policy; `days` counts from the due day, negative before it."""

    kind: ObligationKind
    days: int
    told: tuple[Told, ...]
    flag: str = ""


DEFAULT_STEPS: Final[tuple[dict[str, Any], ...]] = (
    {"obligation": "expiry", "days": -90, "to": ["owner"]},
    {"obligation": "expiry", "days": -60, "to": ["signer", "primary"]},
    {"obligation": "expiry", "days": -30, "to": ["signer", "primary"]},
    {"obligation": "expiry", "days": -14, "to": ["signer", "primary", "owner"]},
    {"obligation": "expiry", "days": -7, "to": ["signer", "primary", "owner"]},
    {"obligation": "expiry", "days": -1, "to": ["signer", "primary", "owner"]},
    {"obligation": "expiry", "days": 0, "to": ["signer", "primary", "owner"]},
    {"obligation": "expiry", "days": 1, "to": ["owner"]},
    {"obligation": "expiry", "days": 7, "to": ["signer", "primary", "manager"]},
    {"obligation": "expiry", "days": 14, "to": ["signer", "primary", "privacy officer"]},
    {"obligation": "expiry", "days": 30, "to": ["signer", "primary"], "flag": "hold renewal"},
    {"obligation": "request", "days": 7, "to": ["signer", "primary"]},
    {"obligation": "request", "days": 14, "to": ["signer", "primary"]},
    {"obligation": "request", "days": 21, "to": ["signer", "primary"]},
    {"obligation": "waiver", "days": -30, "to": ["owner", "privacy officer"]},
    {"obligation": "waiver", "days": -7, "to": ["owner", "privacy officer"]},
    {"obligation": "waiver", "days": 0, "to": ["owner", "privacy officer"]},
    {"obligation": "disposal", "days": -30, "to": ["signer", "primary", "owner"]},
    {"obligation": "disposal", "days": -7, "to": ["signer", "primary", "owner"]},
    {"obligation": "disposal", "days": 0, "to": ["signer", "primary", "owner"]},
    {"obligation": "disposal", "days": 7, "to": ["signer", "primary", "owner"]},
    {"obligation": "disposal", "days": 14, "to": ["signer", "primary", "owner"]},
    {"obligation": "follow-up", "days": -30, "to": ["signer", "owner", "privacy officer"]},
    {"obligation": "follow-up", "days": -7, "to": ["signer", "owner", "privacy officer"]},
    {"obligation": "follow-up", "days": 0, "to": ["signer", "owner", "privacy officer"]},
    {"obligation": "follow-up", "days": 7, "to": ["owner", "privacy officer"]},
)
"""The policy shipped as default, as it is stored in policy.reminder_steps."""


def steps_from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the stored steps, by kind and day; raises BadStep naming the first that cannot be read."""
    return tuple(sorted((_step(row) for row in stored), key=lambda step: (step.kind, step.days)))


def steps_to_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return the steps as they are stored."""
    return [_row(step) for step in steps]


def _row(step: Step) -> dict[str, Any]:
    row = {"obligation": step.kind.value, "days": step.days, "to": [part.value for part in step.told]}
    return {**row, "flag": step.flag} if step.flag else row


def _step(row: Mapping[str, Any]) -> Step:
    try:
        told = tuple(Told(part) for part in row["to"])
        return Step(ObligationKind(row["obligation"]), int(row["days"]), told, str(row.get("flag", "")))
    except (KeyError, TypeError, ValueError) as error:
        raise BadStep(f"The reminder step {dict(row)!r} cannot be read: {error}.") from error
