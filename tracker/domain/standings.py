"""Standings: the answer to "does this contract comply on this day?"."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    """How a contract stands on one day."""

    NOT_IN_FORCE = "not in force"
    NOT_REQUIRED = "not required"
    CURRENT = "current"
    EXPIRING = "expiring"
    WAIVED = "waived"
    OUTDATED = "outdated"
    GAP = "gap"
    EXPIRED = "expired"
    MISSING = "missing"
    UNDECLARED = "undeclared"
    DISPOSAL_DUE = "disposal due"
    DISPOSAL_OVERDUE = "disposal overdue"
    CLOSED = "closed"


SEVERITY: Final[tuple[Standing, ...]] = (
    Standing.NOT_IN_FORCE,
    Standing.CLOSED,
    Standing.NOT_REQUIRED,
    Standing.CURRENT,
    Standing.EXPIRING,
    Standing.DISPOSAL_DUE,
    Standing.WAIVED,
    Standing.OUTDATED,
    Standing.GAP,
    Standing.DISPOSAL_OVERDUE,
    Standing.EXPIRED,
    Standing.MISSING,
    Standing.UNDECLARED,
)
"""Best first: a roll-up of several contracts is the worst of them."""

RANK: Final[dict[Standing, int]] = {standing: rank for rank, standing in enumerate(SEVERITY)}
"""Place in SEVERITY: 0 is best."""

IN_FORCE_SHARING: Final[frozenset[Standing]] = frozenset(
    {
        Standing.CURRENT,
        Standing.EXPIRING,
        Standing.WAIVED,
        Standing.OUTDATED,
        Standing.GAP,
        Standing.EXPIRED,
        Standing.MISSING,
        Standing.UNDECLARED,
    },
)
"""In force, and personal data is shared or nobody has said: the whole of which a share complies."""

COMPLYING: Final[frozenset[Standing]] = frozenset({Standing.CURRENT, Standing.EXPIRING})
"""Shown green; a waiver never is."""

NEEDS_SOMEBODY: Final[frozenset[Standing]] = IN_FORCE_SHARING - COMPLYING
"""In force, sharing, and not complying."""

MEANING: Final[dict[Standing, str]] = {
    Standing.NOT_IN_FORCE: "The contract has not started, is between two terms, or is over.",
    Standing.NOT_REQUIRED: "The contract is in force and lets no identifiable personal data go.",
    Standing.CURRENT: ("Every required clause and every identifiable element is covered by an accepted attestation."),
    Standing.EXPIRING: "Everything is covered, but not for longer than the notice period.",
    Standing.WAIVED: "Something is not covered, and a dated waiver excuses all of it until it ends.",
    Standing.OUTDATED: ("The attestation agrees to a version of the requirements whose grace period is over."),
    Standing.GAP: ("An attestation is in force, but it leaves out an element that is shared or a clause that applies."),
    Standing.EXPIRED: "An attestation was in force, and none is any more.",
    Standing.MISSING: "Personal data is shared, and no attestation has ever been in force.",
    Standing.UNDECLARED: "Nobody has said yet which personal data this contract lets go.",
    Standing.DISPOSAL_DUE: (
        "The contract is over, and the vendor still has days left to certify that the data was returned or destroyed."
    ),
    Standing.DISPOSAL_OVERDUE: (
        "The contract is over, and the vendor has not certified in time that the data was returned or destroyed."
    ),
    Standing.CLOSED: ("The contract is over, and the vendor has certified that the data was returned or destroyed."),
}
"""One plain sentence for each standing."""


def worst(standings: Iterable[Standing]) -> Standing:
    """Return the worst of the standings; of none, not in force."""
    return max(standings, key=RANK.__getitem__, default=Standing.NOT_IN_FORCE)
