"""Reading the chain once, from its first seal to its last, and telling what does not fit; memory stays small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from tracker.domain.chain_findings import Finding, Outcome, Tampering
from tracker.domain.checkpoint_line import Head
from tracker.domain.event_chain import BEGINNING, ERASING, Seal, ToldEvent, fits, follows

Kept = TypeVar("Kept")
MOST: Final = 200
"""Findings told one by one, and events compared with each other to tell a swap from edits."""


@dataclass(slots=True)
class Verification:
    """A verification under way: `take` each seal in order of positions, `stray` each event without one, then `end`."""

    checkpoints: Iterable[Head] = ()
    position: int = 0
    link: str = BEGINNING
    events: int = 0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)
    _wanted: dict[int, str] = field(default_factory=dict)
    _altered: list[tuple[Seal, ToldEvent]] = field(default_factory=list)
    _loose: list[tuple[Seal, str]] = field(default_factory=list)
    _erased: dict[int, int] = field(default_factory=dict)
    _erasures: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Note the positions whose links the checkpoints state."""
        self.checkpoints = sorted(self.checkpoints, key=lambda head: (head.position, head.at))
        self._wanted = {head.position: "" for head in self.checkpoints} | {0: BEGINNING}

    def take(self, seal: Seal, event: ToldEvent | None) -> None:
        """Read the next seal and the event with its number, None where that does not exist."""
        self._follow(seal)
        if event is None:
            self._find(Tampering.DELETED, f"Event {seal.event_id} was deleted.", seal.position, seal.event_id)
        else:
            self.events += 1
            self._compare(seal, event)
        self.position, self.link = seal.position, seal.link
        if seal.position in self._wanted:
            self._wanted[seal.position] = seal.link

    def stray(self, event: ToldEvent) -> None:
        """Read an event that no seal names."""
        self.events += 1
        sentence = f"Event {event.id} was inserted, or its seal was deleted: no seal names it."
        self._find(Tampering.INSERTED, sentence, 0, event.id)

    def end(self) -> Outcome:
        """Compare with the checkpoints and tell the outcome."""
        self._tell_altered()
        self._tell_loose()
        for number in sorted(self._erased.keys() - self._erasures):
            sentence = f"The words of event {number} were taken away, and no event says who erased them and why."
            self._find(Tampering.ERASED, sentence, self._erased[number], number)
        self._tell_checkpoints()
        heads = list(self.checkpoints)
        return Outcome(
            self.events, self.position, self.link, len(self._erased), len(heads), self.found, tuple(self.findings)
        )

    def _follow(self, seal: Seal) -> None:
        expected = self.position + 1
        if seal.position != expected:
            last = seal.position - 1
            which = f"position {expected}" if last == expected else f"positions {expected} to {last}"
            self._find(Tampering.MISSING, f"The seals of {which} were deleted.", expected)
        elif not follows(seal, self.link):
            self._keep(self._loose, (seal, self.link))

    def _compare(self, seal: Seal, event: ToldEvent) -> None:
        if event.action == ERASING:
            self._erasures |= {number for kind, number in event.subjects if kind == "event"}
        if fits(seal, event):
            return
        if not seal.salt and event.is_erased:
            self._erased[event.id] = seal.position
            return
        self._keep(self._altered, (seal, event))

    def _tell_altered(self) -> None:
        told: set[int] = set()
        for seal, event in self._altered:
            if seal.position in told:
                continue
            other = self._exchanged_with(seal, event)
            kind = Tampering.EDITED if other is None else Tampering.SWAPPED
            sentence = f"Event {seal.event_id} was edited: it is not what was sealed at position {seal.position}."
            if other is not None:
                told.add(other.position)
                sentence = f"Events {seal.event_id} and {other.event_id} were swapped."
            self._find(kind, sentence, seal.position, seal.event_id)

    def _exchanged_with(self, seal: Seal, event: ToldEvent) -> Seal | None:
        """The seal whose event stands where this one's should, and this one's there."""
        for other, stranger in self._altered:
            variants = (
                stranger,
                replace(stranger, id=seal.event_id),
                replace(stranger, id=seal.event_id, subjects=event.subjects),
            )
            if other is not seal and any(fits(seal, variant) for variant in variants):
                return other
        return None

    def _tell_loose(self) -> None:
        told: set[int] = set()
        for seal, before in self._loose:
            if seal.position in told:
                continue
            other = self._moved_to(seal, before)
            if other is not None:
                told |= {other.position, seal.position + 1, other.position + 1}
                sentence = f"The seals at positions {seal.position} and {other.position} were swapped."
                self._find(Tampering.SWAPPED, sentence, seal.position, seal.event_id)
                continue
            sentence = (
                f"The seal at position {seal.position} (event {seal.event_id}) does not follow from the one before: "
                "one of the two was changed, or seals were taken out or put in between."
            )
            self._find(Tampering.RESEALED, sentence, seal.position, seal.event_id)

    def _moved_to(self, seal: Seal, before: str) -> Seal | None:
        """The seal that once stood at this one's position."""
        for other, _ in self._loose:
            if other is not seal and follows(replace(other, position=seal.position), before):
                return other
        return None

    def _tell_checkpoints(self) -> None:
        good = 0
        for head in self.checkpoints:
            day = head.at.date().isoformat()
            if head.position > self.position:
                cut = head.position - self.position
                sentence = (
                    f"The tail was cut: the checkpoint of {day} stands at position {head.position:,}, "
                    f"the chain ends at {self.position:,}; at least {cut:,} events are gone."
                )
                self._find(Tampering.CUT, sentence, head.position)
            elif self._wanted[head.position] != head.link:
                since = f"after position {good:,}" if good else "from its beginning"
                sentence = (
                    f"The chain was computed anew {since}: at position {head.position:,} it is not the one "
                    f"of the checkpoint of {day}."
                )
                self._find(Tampering.RECHAINED, sentence, head.position)
            else:
                good = head.position

    def _keep(self, where: list[Kept], what: Kept) -> None:
        if len(where) < MOST:
            where.append(what)
        else:
            self.found += 1

    def _find(self, kind: Tampering, sentence: str, position: int, event_id: int | None = None) -> None:
        self.found += 1
        if len(self.findings) < MOST:
            self.findings.append(Finding(kind, sentence, position, event_id))
