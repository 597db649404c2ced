"""Whether two names may well mean one company: stricter than likeness, because most names share common words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from tracker.domain.names import likeness, name_key

SMALL_WORDS: Final[frozenset[str]] = frozenset({"and", "the", "of", "for", "a"})
FEW_MORE: Final = 2
"""So many words more may a name have that begins like another."""
SHORTEST_WORD: Final = 5
"""A single word shorter than this says too little about the company."""
NEAR: Final = 0.6
SLIP: Final = 0.9
FIRST_SLIP: Final = 0.8

_PARTS: Final = re.compile(
    r"\b(?:d\s*/\s*b\s*/?\s*a|a\s*/\s*k\s*/\s*a|f\s*/\s*k\s*/\s*a|dba|aka|fka|doing business as|also known as"
    r"|formerly known as|formerly|t\s*/\s*a|trading as)\b\.?",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d+")


def joined(key: str) -> str:
    """Return a name key as it reads without spaces and small words: "price waterhouse" and "pricewaterhouse" are one.

    A second key beside `name_key`, never stored; empty when nothing is left.
    """
    return "".join(word for word in key.split() if word not in SMALL_WORDS)


def trading_keys(name: str) -> tuple[str, ...]:
    """Return the name keys of both sides of "d/b/a", "a/k/a" or "formerly"; nothing for a name without."""
    parts = [name_key(part.strip(" ,;()")) for part in _PARTS.split(name)]
    kept = tuple(part for part in parts if part)
    return kept if len(kept) > 1 else ()


def likely_reason(one: str, other: str) -> str:
    """Say in words why two name keys may mean one company, or return "" when nothing speaks for it."""
    ours, theirs = one.split(), other.split()
    if not ours or not theirs:
        return ""
    if set(ours) - SMALL_WORDS == set(theirs) - SMALL_WORDS:
        return "the same words"
    if begins_like(ours, theirs) or begins_like(theirs, ours):
        return "begins the same"
    return "spelled nearly the same" if likeness(one, other) >= NEAR and _slip(one, other) else ""


def begins_like(short: list[str], long: list[str]) -> bool:
    """Whether the longer name is the shorter one with a few words more."""
    if not len(short) < len(long) <= len(short) + FEW_MORE or long[: len(short)] != short:
        return False
    added = long[len(short) :]
    # "Turning Points 5" is no "Turning Points".
    return not any(_DIGITS.search(word) for word in added) and (len(short) > 1 or len(short[0]) >= SHORTEST_WORD)


def _slip(one: str, other: str) -> bool:
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    # What tells companies apart stands in front: "Aon Consulting" is no "AVK Consulting".
    first, second = one.split(maxsplit=1)[0], other.split(maxsplit=1)[0]
    if first != second and _ratio(first, second) < FIRST_SLIP:
        return False
    return _ratio(joined(one), joined(other)) >= SLIP


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
