"""Names of people as they stand in certificates and lists of contacts: whether two of them may be one person's."""

from __future__ import annotations

import re
from typing import Final

from tracker.domain.names import folded

TITLES: Final = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "prof",
        "sir",
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
        "esq",
        "phd",
        "cpa",
        "jd",
        "mba",
        "md",
    }
)
"""Words around a name that say nothing about whose it is."""
_APOSTROPHES: Final = str.maketrans("", "", "'\u2019\u02bc`")
_NOT_WORDS: Final = re.compile(r"[\W_]+")
FEWEST: Final = 2


def comparable(name: str) -> bool:
    """Whether a name has at least two words in Latin letters, so that it can be compared with another."""
    words = _words(name)
    return len(words) >= FEWEST and all(word.isascii() for word in words)


def same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's.

    Case, accents, titles, the order of given name and surname, and hyphens do not matter; an initial stands for a
    name that begins with it, and a middle name may be left out. One word alone is nobody's name.
    """
    return any(_fit(ours, theirs) for ours in _spellings(one) for theirs in _spellings(other))


def _spellings(name: str) -> list[list[str]]:
    return [_words(name), _words(name.replace("-", ""))] if "-" in name else [_words(name)]


def _words(name: str) -> list[str]:
    words = _NOT_WORDS.sub(" ", folded(name).translate(_APOSTROPHES)).split()
    return [word for word in words if word not in TITLES]


def _fit(ours: list[str], theirs: list[str]) -> bool:
    shared = [word for word in ours if word in theirs and len(word) > 1]
    left, right = _without(ours, shared), _without(theirs, shared)
    pairs = len(shared)
    for word in list(left):
        other = next((one for one in right if _initial(word, one)), None)
        if other is not None:
            left.remove(word)
            right.remove(other)
            pairs += 1
    return bool(shared) and pairs >= FEWEST and not (left and right)


def _without(words: list[str], taken: list[str]) -> list[str]:
    kept = list(words)
    for word in taken:
        if word in kept:
            kept.remove(word)
    return kept


def _initial(one: str, other: str) -> bool:
    return 1 in {len(one), len(other)} and one[0] == other[0]
