"""Revocations: an accepted attestation counts no longer from a day on."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.days import day_words
from tracker.models.attestation import Attestation
from tracker.models.vendor import Vendor
from tracker.services import decisions, events, follow_ups, standings
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work


@dataclass(frozen=True, slots=True)
class Revocation:
    """No longer in force from `revoked_on` (the city's first day without it), and why (for staff)."""

    revoked_on: date
    reason: str


def revoke(work: Work, attestation: Attestation, revocation: Revocation) -> Attestation:
    """Revoke an attestation; the standings of its contracts follow.

    Raises RuleBroken on `revoked_on` for a day before it took effect or after it expires, on `reason` without
    one; Conflict when it was revoked meanwhile.
    """
    work.session.refresh(attestation, with_for_update=True)
    check(attestation, revocation)
    attestation.revoked_on, attestation.revoked_at = revocation.revoked_on, work.now
    attestation.revoked_reason = revocation.reason.strip()
    work.session.flush()
    follow_ups.end_all(work, attestation, "The attestation was revoked.")
    covered = decisions.contract_ids(work, attestation)
    standings.refresh(work, covered)
    vendor = work.session.get_one(Vendor, attestation.vendor_id)
    sentence = (
        f"revoked the attestation of {vendor.name} from {day_words(revocation.revoked_on)} on: "
        f"{attestation.revoked_reason}"
    )
    contracts = [("contract", number) for number in covered]
    subjects = [("attestation", attestation.id), ("vendor", vendor.id), *contracts]
    events.record(
        work,
        "attestation:revoked",
        sentence,
        *subjects,
        details={"revoked_on": revocation.revoked_on.isoformat(), "reason": attestation.revoked_reason},
    )
    return attestation


def check(attestation: Attestation, revocation: Revocation) -> None:
    """Raise what `revoke` would raise, and change nothing."""
    if attestation.effective_on is None or attestation.expires_on is None:
        raise RuleBroken("", "Only an accepted attestation can be revoked.")
    if attestation.revoked_on is not None:
        raise Conflict("", f"It was revoked from {day_words(attestation.revoked_on)} on.")
    if revocation.revoked_on < attestation.effective_on:
        raise RuleBroken(
            "revoked_on", f"It took effect on {day_words(attestation.effective_on)}; choose that day or a later one."
        )
    if revocation.revoked_on > attestation.expires_on:
        raise RuleBroken("revoked_on", f"It ends by itself after {day_words(attestation.expires_on)}.")
    if not revocation.reason.strip():
        raise RuleBroken("reason", "Say why the attestation is revoked.")
