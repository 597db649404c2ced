"""Ending: what ends a run of days on which a contract is current."""

from __future__ import annotations

from datetime import date
from typing import Final

from tracker.domain.days import day_after
from tracker.domain.facts import Attested
from tracker.domain.holding import Holding, last_day
from tracker.domain.lack import Lack, lack_of
from tracker.domain.look import Look
from tracker.domain.reasons import Because, Reason
from tracker.domain.sharing import Sharing
from tracker.domain.standings import Standing

_BY_STANDING: Final = {
    Standing.NOT_IN_FORCE: Because.CONTRACT_ENDS,
    Standing.DISPOSAL_DUE: Because.CONTRACT_ENDS,
    Standing.DISPOSAL_OVERDUE: Because.CONTRACT_ENDS,
    Standing.CLOSED: Because.CONTRACT_ENDS,
    Standing.NOT_REQUIRED: Because.SHARING_ENDS,
    Standing.UNDECLARED: Because.DECLARATION_ENDS,
}


def ending(last_on: date, following: Standing, look: Look) -> tuple[Reason, ...]:
    """Return what ends a run: its last day, how the next day stands, and the facts around them."""
    if following in _BY_STANDING:
        return (Reason(_BY_STANDING[following], on=last_on),)
    next_on = day_after(last_on)
    before, after = look.holding(last_on), look.holding(next_on)
    shared, lack = look.sharing(last_on), lack_of(look.sharing(next_on), after)
    added = (lack.unnamed | lack.stale) - shared.elements
    reasons = []
    if _lost_cover(shared, before, after, lack):
        reasons.append(_lost(last_on, before, after))
    if added:
        reasons.append(Reason(Because.ELEMENTS_ADDED, tuple(sorted(added)), on=last_on))
    asked = lack.clauses - before.valid_clauses
    if asked and after.held and not lack.outdated:
        reasons.append(Reason(Because.CLAUSES_ADDED, tuple(sorted(asked)), on=last_on))
    return tuple(reasons)


def _lost_cover(shared: Sharing, before: Holding, after: Holding, lack: Lack) -> bool:
    if not after.held:
        return True
    if (lack.unnamed | lack.stale) & shared.elements:
        return True
    return bool(lack.clauses & before.valid_clauses) and not lack.outdated


def _lost(last_on: date, before: Holding, after: Holding) -> Reason:
    """Of those that were valid and are no longer, the newest is named."""
    lost = max(
        (item for item in before.valid if item not in after.valid),
        key=lambda item: (item.version, item.effective_on, item.attestation_id),
    )
    return Reason(
        _how_lost(lost, last_on),
        on=last_on,
        attestation_id=lost.attestation_id,
        version=lost.version,
    )


def _how_lost(lost: Attested, last_on: date) -> Because:
    if last_day(lost) != last_on:
        return Because.GRACE_ENDS
    return Because.ATTESTATION_EXPIRES if lost.expires_on == last_on else Because.REVOCATION_NEARS
