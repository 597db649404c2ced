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
    DOCUMENT_INFECTED = "document infected"
    """The virus scanner found something in what a vendor sent."""
    DOCUMENT_UNCHECKED = "document unchecked"
    """A received file cannot be checked, or was refused after it had been received."""


class DocumentKind(StrEnum):
    """How a document came to be."""

    UPLOADED = "uploaded"
    SEALED = "sealed"
    """Made by the tracker after a signature on screen, and sealed with the city's key."""
    COUNTERSIGNED = "counter-signed"
    """A copy of an accepted document with the city's signature behind its last byte; the original stays beside it."""


class ScanState(StrEnum):
    """Where a received file stands; without a virus scanner nothing is ever called clean."""

    WAITING = "waiting"
    """Not checked to the end yet, which is no verdict: nobody is given the file."""
    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not scanned"
    REFUSED = "refused"
    """Refused by a check that could only be made after it had been received."""

    @property
    def given_out(self) -> bool:
        """Whether people may be given the file, as download or as pictures of its pages."""
        return self in {ScanState.CLEAN, ScanState.NOT_SCANNED}
