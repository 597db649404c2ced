"""What sends a letter, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import Protocol


class Fate(StrEnum):
    """What became of a letter that was handed over."""

    ACCEPTED = "accepted"
    LATER = "later"
    """Try again: a temporary answer (4xx), silence, or no connection."""
    REFUSED = "refused"
    """Never again: a lasting answer (5xx), or an address that cannot be."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The fate of a letter, and what the server said, in one line.

    `nobody_there` says that it was refused because the address of its recipient does not work.
    """

    fate: Fate
    words: str
    nobody_there: bool = False


class Transport(Protocol):
    """Hands letters over, one at a time; may keep a connection between them."""

    def send(self, message: EmailMessage) -> Answer:
        """Hand over one message to its one recipient; raises nothing that a mail server can cause."""

    def close(self) -> None:
        """Let go of the connection; sending again opens a new one."""
