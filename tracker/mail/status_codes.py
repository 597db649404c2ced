"""What the codes of mail servers say about an address (RFC 5321, 3463)."""

from __future__ import annotations

import re
from typing import Final

ENHANCED: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
NO_SUCH_MAILBOX: Final = frozenset({550, 551, 553})
ABOUT_THE_SENDER: Final = frozenset({"5.1.7", "5.1.8"})
DISABLED: Final = "5.2.1"
FULL: Final = frozenset({"4.2.2", "5.2.2"})
"""A full mailbox: its owner may empty it, so the address is not given up at once."""


def enhanced_code(words: str) -> str:
    """Return the first enhanced status code in a server's words ("5.1.1"), or "" when it gives none."""
    found = ENHANCED.search(words)
    return found[1] if found else ""


def nobody_there(code: int, words: str) -> bool:
    """Return whether a lasting refusal of a recipient says that the address does not work.

    The enhanced code decides where there is one: 550 alone means that, 550 5.7.1 (refused by a rule) does not.
    """
    enhanced = enhanced_code(words)
    if not enhanced:
        return code in NO_SUCH_MAILBOX
    return enhanced == DISABLED or (enhanced.startswith("5.1.") and enhanced not in ABOUT_THE_SENDER)
