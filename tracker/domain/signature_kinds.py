"""Ways to sign an attestation; a requirement set says which of them suffice."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from tracker.domain.signature_verdict import Kind, Verdict


class SignatureKind(StrEnum):
    """How a vendor may sign."""

    CERTIFICATE = "certificate"
    """A PDF signed with a certificate of the signer."""
    PLATFORM = "platform"
    """A PDF that an e-signature platform has sealed; the seal is the platform's, not the signer's."""
    SCREEN = "screen"
    """Signed on the vendors' pages."""
    WET = "wet"
    """Ink on paper: a PDF or pictures of the signed paper."""


ALL_KINDS: Final = tuple(SignatureKind)
WORDS: Final = {
    SignatureKind.CERTIFICATE: "a PDF signed with a certificate",
    SignatureKind.PLATFORM: "a PDF sealed by an e-signature platform",
    SignatureKind.SCREEN: "signing on screen",
    SignatureKind.WET: "ink on paper",
}
_SEALS: Final = {Kind.PERSON: SignatureKind.CERTIFICATE, Kind.PLATFORM: SignatureKind.PLATFORM}


def kinds_shown(verdict: Verdict | None, seals: Iterable[str]) -> frozenset[SignatureKind]:
    """Return in which ways an uploaded document is signed, by its verdict and the kinds of its signatures.

    Empty while nothing can be said: it was not checked, cannot be, or bears no seal but the city's own. A document
    without any digital signature can only be a scan of paper.
    """
    if verdict is None or verdict in {Verdict.COULD_NOT_CHECK, Verdict.REFUSED}:
        return frozenset()
    if verdict is Verdict.UNSIGNED:
        return frozenset({SignatureKind.WET})
    return frozenset(_SEALS[Kind(seal)] for seal in seals if Kind(seal) in _SEALS)


def shortfall(shown: Collection[SignatureKind], enough: Collection[SignatureKind]) -> str:
    """Say why a way to sign does not suffice, and what does; empty when it does, or when nothing can be said yet."""
    if not shown or set(shown) & set(enough):
        return ""
    return f"This is {listed(shown)}, which does not suffice here. What suffices: {listed(enough)}."


def listed(kinds: Collection[SignatureKind]) -> str:
    """Return ways to sign as words, the strictest first."""
    return " or ".join(WORDS[kind] for kind in ALL_KINDS if kind in kinds)
