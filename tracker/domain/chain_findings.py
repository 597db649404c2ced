"""What a verification of the audit trail found, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Tampering(StrEnum):
    """What was done to the trail."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    SWAPPED = "swapped"
    MISSING = "seal missing"
    RESEALED = "seal changed"
    ERASED = "erased without a deed"
    CUT = "tail cut"
    RECHAINED = "sealed anew"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sign of tampering; `position` is that of the chain, 0 where there is none."""

    kind: Tampering
    sentence: str
    position: int = 0
    event_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        return {
            "kind": str(self.kind),
            "position": self.position or None,
            "event": self.event_id,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read and found; of many findings the first two hundred stand here, `found` counts all."""

    events: int
    position: int
    link: str
    erased: int
    checkpoints: int
    found: int
    findings: tuple[Finding, ...]

    @property
    def sentence(self) -> str:
        """The outcome in one sentence."""
        if self.found:
            signs = "1 sign" if self.found == 1 else f"{self.found:,} signs"
            return f"The audit trail was tampered with: {signs} in {self.events:,} events."
        against = {0: "no checkpoint", 1: "1 checkpoint"}.get(self.checkpoints, f"{self.checkpoints:,} checkpoints")
        return f"{self.events:,} events are as they were recorded; compared with {against}."

    def as_json(self) -> dict[str, Any]:
        """The outcome as a JSON object."""
        return {
            "intact": not self.found,
            "sentence": self.sentence,
            "events": self.events,
            "position": self.position,
            "link": self.link,
            "erased": self.erased,
            "checkpoints": self.checkpoints,
            "found": self.found,
            "findings": [finding.as_json() for finding in self.findings],
        }
