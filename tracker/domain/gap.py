"""Gap: what a contract lacks on one day, piece by piece, since when, and through when a waiver excuses it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from tracker.domain.facts import Facts, Waiver
from tracker.domain.holding import NOTHING, Holding
from tracker.domain.lack import Lack, lack_of
from tracker.domain.look import Look
from tracker.domain.policy import Policy
from tracker.domain.sequenced import Sequenced
from tracker.domain.sharing import Sharing
from tracker.domain.standings import Standing
from tracker.domain.waiving import last_waived_day, left_after


class Kind(StrEnum):
    """What is lacking."""

    ELEMENT = "element"
    CLAUSE = "clause"


class Why(StrEnum):
    """Why it is lacking."""

    NOT_COVERED = "not covered"
    """No attestation in force names the element, or agrees to the clause."""
    OUTDATED = "outdated"
    """Only an attestation to a version that does not count any more does."""
    NOTHING_HELD = "nothing in force"
    """No attestation is in force at all."""


class Missing(NamedTuple):
    """One thing that is lacking, by its code.

    ``since_on`` is the first day of the unbroken run of days on which it is lacking, waived ones among
    them; ``waived_through_on`` the last day through which a waiver in force excuses it, or None.
    """

    kind: Kind
    subject: str
    why: Why
    since_on: date
    waived_through_on: date | None

    @property
    def open(self) -> bool:
        """Whether nothing excuses it."""
        return self.waived_through_on is None


class Gap(NamedTuple):
    """What is shared, attested and lacking on one day; all empty while the contract is not in force."""

    shared: frozenset[str] = NOTHING
    """Personal elements that go."""
    attested: frozenset[str] = NOTHING
    """Elements that the attestations in force name, outdated ones among them."""
    stale: frozenset[str] = NOTHING
    """Those shared that only an outdated attestation names."""
    agreed: frozenset[str] = NOTHING
    """Clauses that apply and that a valid attestation agrees to."""
    version: int | None = None
    """The version whose clauses are asked for."""
    held: bool = False
    """Whether any attestation is in force."""
    valid: bool = False
    """Whether one of them agrees to a version that still counts."""
    missing: tuple[Missing, ...] = ()

    @property
    def open(self) -> tuple[Missing, ...]:
        """What is lacking and not excused."""
        return tuple(item for item in self.missing if item.open)

    def of(self, kind: Kind) -> tuple[Missing, ...]:
        """Return what is lacking of a kind, by code."""
        return tuple(item for item in self.missing if item.kind is kind)


def gap_on(facts: Facts, policy: Policy, day: date) -> Gap:
    """Return what a contract lacks on a day of the city's time zone, from the facts still held true.

    Follows the same rules as the timeline: nothing is lacking exactly while the contract complies, is not in
    force, shares nothing personal or is undeclared; everything is excused exactly while it stands waived.
    """
    look = Sequenced(facts.still_held(), policy)
    seen = _seen(look, day)
    if seen is None:
        return Gap()
    sharing, holding, lack = seen
    codes = lack.asked_by.codes_for(*sharing.kind) if lack.asked_by else NOTHING
    return Gap(
        sharing.elements,
        holding.elements,
        lack.stale,
        codes & holding.valid_clauses,
        lack.asked_by.number if lack.asked_by else None,
        bool(holding.held),
        bool(holding.valid),
        _missing(look, day, holding, lack),
    )


def _seen(look: Look, day: date) -> tuple[Sharing, Holding, Lack] | None:
    if not look.course.in_force(day):
        return None
    sharing = look.sharing(day)
    if not sharing.elements:
        return None
    holding = look.holding(day)
    return sharing, holding, lack_of(sharing, holding)


def _missing(look: Sequenced, day: date, holding: Holding, lack: Lack) -> tuple[Missing, ...]:
    lacking = _keys(lack)
    if not lacking:
        return ()
    since, waived = _since(look, day, lacking), _waived(lack, look.waivers(day))
    return tuple(
        Missing(kind, subject, _why(kind, subject, holding, lack), since[kind, subject], waived.get((kind, subject)))
        for kind, subject in sorted(lacking)
    )


def _keys(lack: Lack) -> frozenset[tuple[Kind, str]]:
    if lack.standing is Standing.CURRENT:
        return frozenset()
    elements = {(Kind.ELEMENT, code) for code in lack.elements}
    return frozenset(elements | {(Kind.CLAUSE, code) for code in lack.clauses})


def _why(kind: Kind, subject: str, holding: Holding, lack: Lack) -> Why:
    if not holding.held:
        return Why.NOTHING_HELD
    if kind is Kind.ELEMENT:
        return Why.OUTDATED if subject in lack.stale else Why.NOT_COVERED
    return Why.OUTDATED if any(subject in held.clauses for held in holding.held) else Why.NOT_COVERED


def _since(look: Sequenced, day: date, lacking: frozenset[tuple[Kind, str]]) -> Mapping[tuple[Kind, str], date]:
    """Go back from the day, piece by piece, as long as something is lacking without a break."""
    since = dict.fromkeys(lacking, day)
    running = lacking
    for begins_on in reversed(list(takewhile(lambda begin: begin <= day, look.days()))):
        seen = _seen(look, begins_on)
        running = running & _keys(seen[2]) if seen else frozenset()
        if not running:
            break
        since.update(dict.fromkeys(running, begins_on))
    return since


def _waived(lack: Lack, waivers: tuple[Waiver, ...]) -> dict[tuple[Kind, str], date]:
    if not waivers:
        return {}
    left = _keys(left_after(lack, waivers))
    found: dict[tuple[Kind, str], date] = {}
    for kind, subject in _keys(lack) - left:
        named = [
            waiver for waiver in waivers if subject in (waiver.elements if kind is Kind.ELEMENT else waiver.clauses)
        ]
        if named:
            found[kind, subject] = max(last_waived_day(waiver) for waiver in named)
    return found
