"""Grounds: the reasons that follow from what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.facts import Attested, Waiver
from tracker.domain.holding import Holding
from tracker.domain.lack import Lack
from tracker.domain.reasons import Because, Reason
from tracker.domain.standings import Standing
from tracker.domain.waiving import excused, last_waived_day


def grounds(lack: Lack, left: Lack, holding: Holding) -> tuple[Reason, ...]:
    """Return why it stands so; what is waived is not named.

    When nothing at all is in force, and nothing is waived, everything is missing: not listed then.
    """
    if left.standing is Standing.CURRENT:
        return ()
    if not holding.held:
        first = _ended(holding.counts) if holding.counts else Reason(Because.NEVER_ATTESTED)
        waived = left.unnamed != lack.unnamed or left.clauses != lack.clauses
        return (first, *_elements(left), *_clauses(left)) if waived else (first,)
    if not left.outdated:
        return (*_elements(left), *_clauses(left))
    # All clauses of a version are no news; some of them are.
    some = bool(holding.valid) or left.clauses != lack.clauses
    return (*_elements(left), *_outdated(lack, holding), *(_clauses(left) if some else ()))


def waived_grounds(lack: Lack, waivers: Sequence[Waiver]) -> tuple[Reason, ...]:
    """Return one reason for each waiver that excuses something, and through when."""
    return tuple(
        Reason(
            Because.WAIVED,
            tuple(sorted(subjects)),
            on=last_waived_day(waiver),
            waiver_id=waiver.waiver_id,
        )
        for waiver in waivers
        if (subjects := excused(lack, waiver))
    )


def _elements(left: Lack) -> tuple[Reason, ...]:
    if not left.unnamed:
        return ()
    return (Reason(Because.ELEMENTS_NOT_NAMED, tuple(sorted(left.unnamed))),)


def _clauses(left: Lack) -> tuple[Reason, ...]:
    if not left.clauses:
        return ()
    number = left.asked_by.number if left.asked_by else None
    return (Reason(Because.CLAUSES_NOT_AGREED, tuple(sorted(left.clauses)), version=number),)


def _outdated(lack: Lack, holding: Holding) -> tuple[Reason, ...]:
    stale = holding.stale
    if stale is None:
        return ()
    subjects = tuple(sorted(lack.stale)) if holding.valid else ()
    return (
        Reason(
            Because.VERSION_OUTDATED,
            subjects,
            on=holding.stale_on,
            attestation_id=stale.attestation_id,
            version=stale.version,
        ),
    )


def _ended(counts: Attested) -> Reason:
    revoked = counts.revoked_on is not None and counts.revoked_on <= counts.expires_on
    return Reason(
        Because.ATTESTATION_REVOKED if revoked else Because.ATTESTATION_EXPIRED,
        on=counts.revoked_on if revoked else counts.expires_on,
        attestation_id=counts.attestation_id,
        version=counts.version,
    )
