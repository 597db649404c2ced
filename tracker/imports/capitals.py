"""Names that a list writes in capitals, made readable."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

SMALL: Final = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"})
_WORD: Final = re.compile(r"[A-Z0-9'\u2019]+")
_COMMA: Final = re.compile(r",(?=\w)")


def readable(name: str, abbreviations: Collection[str] = ()) -> str:
    """Return a name in capitals as people write it: "DEPARTMENT OF LAW" becomes "Department of Law".

    Abbreviations stay in capitals; a name that is not all capitals stays as it is.
    """
    if not name.isupper():
        return name
    spaced = _COMMA.sub(", ", name)
    return _WORD.sub(lambda found: _word(found[0], abbreviations, first=found.start() == 0), spaced)


def _word(word: str, abbreviations: Collection[str], *, first: bool) -> str:
    if word in abbreviations:
        return word
    if word.lower() in SMALL and not first:
        return word.lower()
    return word.capitalize()
