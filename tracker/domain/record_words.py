"""Words that records use: what was declared, how a review ended, where a letter stands."""

from enum import StrEnum


class DeclarationKind(StrEnum):
    """What somebody declared about a contract's data."""

    SCHEDULE = "schedule"
    NO_PERSONAL_DATA = "no personal data"


class Outcome(StrEnum):
    """How a review ended."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class LetterState(StrEnum):
    """Where a letter stands: written and waiting, claimed by a sender, sent, failed for good, or withdrawn."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class TaskKind(StrEnum):
    """Why a person must look."""

    LETTER_REFUSED = "letter refused"
    """The mail server refused a letter for good, or it was tried for days."""
    MAIL_RETURNED = "mail returned"
    """A letter came back: the address does not work."""


class DocumentKind(StrEnum):
    """How a document came to be."""

    UPLOADED = "uploaded"
    SEALED = "sealed"
    """Made by the tracker after a signature on screen, and sealed with the city's key."""


class ScanState(StrEnum):
    """What the virus scanner said; without one nothing is ever called clean."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not scanned"
