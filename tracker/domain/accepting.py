"""What a reviewer must say before an answer is accepted, by what its document proves."""

from __future__ import annotations

from typing import Final

from tracker.domain.carried import Carried
from tracker.domain.identity import Likeness
from tracker.domain.signature_verdict import Verdict

SECOND_PERSON: Final = frozenset({Verdict.ALTERED, Verdict.REVOKED})
"""Verdicts with which one person alone accepts nothing."""
UNCHECKED: Final = "Its signatures were not checked yet."
ONLY_CITY: Final = "Only the city's own seal is on it; nobody of the vendor signed it."
NO_DOCUMENT: Final = "No document was received with the answer."
WORDS: Final = {
    Verdict.REFUSED: "The document is none that is accepted.",
    Verdict.ALTERED: "The document was altered after it was signed.",
    Verdict.REVOKED: "The signer's certificate was revoked.",
    Verdict.COULD_NOT_CHECK: "Its signatures could not be checked.",
    Verdict.UNSIGNED: "The document carries no digital signature.",
    Verdict.UNVERIFIED_SIGNER: "Nobody whom the city trusts vouches for the signer.",
    Verdict.CHANGED_AFTER_SIGNING: "Values of the form were changed after it was signed.",
}


def grounds(verdict: Verdict | None, identity: Likeness, carried: Carried | None) -> tuple[str, ...]:
    """Return why accepting one document needs a reason; empty when it needs none.

    `verdict` is None before the first check, `carried` when the document was not looked at for it.
    """
    found = [UNCHECKED] if verdict is None else [WORDS[verdict]] if verdict is not Verdict.TRUSTED else []
    if identity is Likeness.UNLIKE:
        found.append("Who signed is not who the vendor is, as far as the city knows.")
    if carried is not None and not carried.is_fine:
        found.append(f"The document carries {carried.state.value}.")
    return tuple(found)
