"""Names of companies: as people search them, as duplicates are found, and how alike two of them are."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LEGAL_FORMS: Final[frozenset[str]] = frozenset(
    {
        "inc",
        "incorporated",
        "llc",
        "llp",
        "lllp",
        "lp",
        "ltd",
        "limited",
        "corp",
        "corporation",
        "co",
        "company",
        "pc",
        "pllc",
        "plc",
        "pa",
        "na",
        "nfp",
        "gmbh",
        "ag",
        "sa",
        "bv",
        "pty",
        "pbc",
    },
)
"""Words at the end of a name that say how a company is incorporated, not which one it is."""

LIKELY: Final = 0.7
"""From this likeness on, two names may well mean one company."""

_TRADING_AS: Final = re.compile(
    r"\b(?:d\s*/\s*b\s*/?\s*a|a\s*/\s*k\s*/\s*a|dba|aka|doing business as|also known as)\b\.?",
)
_APOSTROPHES: Final = str.maketrans("", "", "'\u2019\u02bc`")
_DOTTED: Final = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_NOT_WORDS: Final = re.compile(r"[^\w]+|_+")


def folded(text: str) -> str:
    """Return the text without case and accents, spaces collapsed: "Piñon  ÉTUDE" becomes "pinon etude"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.split())


def search_text(*parts: str | None) -> str:
    """Return what a search looks through: the parts folded, one per line, empty ones left out."""
    return "\n".join(folded(part) for part in parts if part)


def name_key(name: str) -> str:
    """Return the name by which duplicates are found.

    Case, accents, punctuation, a leading "the" and legal forms at the end are dropped, "&" reads "and", and what
    follows d/b/a stays as further words: "The Acme & Sons, Inc." becomes "acme and sons". A name that is
    nothing else than legal forms stays as it is.
    """
    text = _DOTTED.sub("", _TRADING_AS.sub(" | ", folded(name).translate(_APOSTROPHES)).replace("&", " and "))
    kept = [_without_form(_NOT_WORDS.sub(" ", part).split()) for part in text.split("|")]
    words = [word for part in kept for word in part]
    return " ".join(words)[:300]


def likeness(one: str, other: str) -> float:
    """Return how alike two name keys are, from 0 to 1: twice the shared letter triples over all of them."""
    if one == other:
        return 1.0 if one else 0.0
    ours, theirs = triples(one), triples(other)
    if not ours or not theirs:
        return 0.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def triples(text: str) -> frozenset[str]:
    """Return the letter triples of the words of a text, each word with a space around it."""
    found: set[str] = set()
    for word in text.split():
        padded = f" {word} "
        found.update(padded[at : at + 3] for at in range(len(padded) - 2))
    return frozenset(found)


def _without_form(words: list[str]) -> list[str]:
    kept = words[1:] if len(words) > 1 and words[0] == "the" else list(words)
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    return kept
