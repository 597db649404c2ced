"""Words made safe for letters: one line stays one line, and nothing invisible travels along."""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST_SUBJECT: Final = 200
HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control, format (with the marks that turn text around), surrogates, line and paragraph separators."""


def one_line(words: str) -> str:
    """Return the words on one line: white space becomes single spaces, hidden characters go."""
    if words.isprintable():
        # Of what is printable only the blank is white space and nothing is hidden: nearly every line of a letter.
        return " ".join(words.split())
    spaced = "".join(" " if character.isspace() else character for character in words)
    return " ".join("".join(character for character in spaced if _shows(character)).split())


def own_lines(words: str) -> list[str]:
    """Return the lines that a person wrote, each made safe; empty lines at the ends go."""
    return [one_line(line) for line in words.strip().splitlines()]


def subject_line(words: str) -> str:
    """Return a subject: one line, cut at a word when it is too long."""
    line = one_line(words)
    if len(line) <= LONGEST_SUBJECT:
        return line
    return line[: LONGEST_SUBJECT - 1].rsplit(" ", 1)[0] + "…"


def stopped(words: str) -> str:
    """Return the words with one full stop, also after a name that brings its own ("Acme, Inc.")."""
    line = one_line(words)
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def _shows(character: str) -> bool:
    return unicodedata.category(character) not in HIDDEN
