"""Facts about one contract: when each was true, and when it was recorded.

Days are calendar days of the city's time zone, last days included. Moments are aware UTC. None as
a day means open at that end. Nothing is overwritten: a fact that was withdrawn or replaced keeps
the moment at which that was recorded (``replaced_at``), so what was known earlier can be told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeVar

from tracker.domain.catalogue_words import Form

AnyFact = TypeVar("AnyFact", bound="Fact")


class StepKind(StrEnum):
    """What happened to a request."""

    SENT = "sent"
    OPENED = "opened"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has: the moment it was recorded, and the moment it ceased to be held true."""

    recorded_at: datetime
    replaced_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Fact):
    """One term of the contract (the first, an amendment or a renewal), last day included."""

    starts_on: date | None
    through_on: date | None
    disposal_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Fact):
    """Somebody said which personal data goes; open at the start means since the contract's start."""

    kind: Literal["schedule", "no personal data"]
    from_on: date | None = None
    reason: str = ""
    uses_ai: bool = False
    protocol_named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Fact):
    """One line of the data schedule: an element in one form."""

    element: str
    tier: int
    sensitive: bool
    form: Form
    from_on: date | None = None
    through_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested(Fact):
    """An accepted attestation, as far as it concerns this contract.

    ``clauses`` are the codes that count as agreed: agreed, agreed with an accepted exception, or
    accepted as not applicable. It is in force from ``effective_on`` through ``expires_on``, and no
    longer from ``revoked_on``; ``revoked_at`` is when the revocation was recorded. ``addendum`` says that it only
    adds to another one, which is named before it.
    """

    attestation_id: int
    version: int
    effective_on: date
    expires_on: date
    elements: frozenset[str]
    clauses: frozenset[str]
    revoked_on: date | None = None
    revoked_at: datetime | None = None
    addendum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(Fact):
    """An approved exception from named elements and clauses; no longer in force from ``ended_on``."""

    waiver_id: int
    from_on: date
    through_on: date
    elements: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()
    ended_on: date | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal(Fact):
    """The vendor certified that the data was returned or destroyed."""

    certified_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Fact):
    """One step of a request for an attestation."""

    request_id: int
    kind: StepKind | Literal["sent", "opened", "submitted", "returned", "accepted", "revoked"]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known about one contract. Steps stand in the order in which they were recorded.

    Facts that were replaced may be among them: judging passes over them, ``known_at`` needs them.
    """

    terms: tuple[Term, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    lines: tuple[Line, ...] = ()
    attestations: tuple[Attested, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    disposals: tuple[Disposal, ...] = ()
    steps: tuple[Step, ...] = ()

    def still_held(self) -> Facts:
        """Return the facts without those that were withdrawn or replaced since."""
        kinds = (getattr(self, name) for name in self.__slots__)
        if all(fact.replaced_at is None for kind in kinds for fact in kind):
            return self
        return Facts(
            terms=_held(self.terms),
            declarations=_held(self.declarations),
            lines=_held(self.lines),
            attestations=_held(self.attestations),
            waivers=_held(self.waivers),
            disposals=_held(self.disposals),
            steps=_held(self.steps),
        )

    def known_at(self, moment: datetime) -> Facts:
        """Return the facts as they were known at an aware moment.

        Keeps what was recorded by then and not yet replaced, and forgets revocations and endings
        that were recorded later.
        """
        return Facts(
            terms=_known(self.terms, moment),
            declarations=_known(self.declarations, moment),
            lines=_known(self.lines, moment),
            attestations=tuple(_before_revocation(attested, moment) for attested in _known(self.attestations, moment)),
            waivers=tuple(_before_ending(waiver, moment) for waiver in _known(self.waivers, moment)),
            disposals=_known(self.disposals, moment),
            steps=_known(self.steps, moment),
        )


def _held(facts: Iterable[AnyFact]) -> tuple[AnyFact, ...]:
    return tuple(fact for fact in facts if fact.replaced_at is None)


def _known(facts: Iterable[AnyFact], moment: datetime) -> tuple[AnyFact, ...]:
    return tuple(
        fact if fact.replaced_at is None else replace(fact, replaced_at=None)
        for fact in facts
        if fact.recorded_at <= moment and (fact.replaced_at is None or fact.replaced_at > moment)
    )


def _before_revocation(attested: Attested, moment: datetime) -> Attested:
    if attested.revoked_at is None or attested.revoked_at <= moment:
        return attested
    return replace(attested, revoked_on=None, revoked_at=None)


def _before_ending(waiver: Waiver, moment: datetime) -> Waiver:
    if waiver.ended_at is None or waiver.ended_at <= moment:
        return waiver
    return replace(waiver, ended_on=None, ended_at=None)
