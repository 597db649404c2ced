"""What a composer returns: a letter as a value, before it has a row, an envelope or a sender."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tracker.mail.tongue import ENGLISH, Tongue

LANG: Final = re.compile(r'<html lang="([A-Za-z-]+)"')


@dataclass(frozen=True, slots=True)
class City:
    """Who writes: the name that signs the letters, the address that every link starts with, and the language."""

    name: str
    base_url: str
    tongue: Tongue = ENGLISH

    def own_link(self, link: str) -> str:
        """Return the link if it leads to this installation; raises ValueError for any other."""
        if link != self.base_url and not link.startswith((self.base_url + "/", self.base_url + "?")):
            raise ValueError("A link in a letter must start with the configured address.")
        if any(character.isspace() or not character.isprintable() for character in link):
            raise ValueError("A link in a letter must not hold white space.")
        return link


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter in words: the subject is one line, `text` and `html` say the same."""

    subject: str
    text: str
    html: str

    @property
    def language(self) -> str:
        """The language as the HTML names it, which is kept with every letter."""
        found = LANG.search(self.html[:200])
        return found[1] if found else ENGLISH.code
