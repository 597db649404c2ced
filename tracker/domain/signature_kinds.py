"""Ways to sign an attestation; a requirement set says which of them suffice."""

from enum import StrEnum
from typing import Final


class SignatureKind(StrEnum):
    """How a vendor may sign."""

    CERTIFICATE = "certificate"
    """A PDF signed with a certificate."""
    SCREEN = "screen"
    """Signed on the vendors' pages."""
    WET = "wet"
    """Ink on paper: a PDF or pictures of the signed paper."""


ALL_KINDS: Final = tuple(SignatureKind)
