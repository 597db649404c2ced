"""A field of a list: what it is called, what its cells hold, and which headings mean it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+|#")
_WRITTEN_OUT: Final = {
    "dt": "date",
    "amt": "amount",
    "dept": "department",
    "dpt": "department",
    "desc": "description",
    "descr": "description",
    "eff": "effective",
    "exp": "expiration",
    "expire": "expiration",
    "nm": "name",
    "cntrct": "contract",
    "vndr": "vendor",
    "suppl": "supplier",
}
_NUMBER: Final = frozenset({"no", "nr", "num", "nbr", "#"})


class FieldType(StrEnum):
    """What the cells of a field hold, and what a listing makes of them."""

    TEXT = "text"
    """Text on one line (str)."""
    LONG = "long text"
    """Text that keeps its line breaks (str)."""
    NUMBER = "number"
    """An identifying number: text that keeps its leading zeros (str)."""
    NAME = "name"
    """A name that lists write in capitals, made readable (str)."""
    DAY = "day"
    """A day (date)."""
    AMOUNT = "amount"
    """An amount of money (Decimal, two digits)."""
    COUNT = "count"
    """A whole number from 0 on (int)."""
    EMAILS = "e-mail addresses"
    """One or several addresses (tuple of str, lower case)."""
    TEXTS = "several texts"
    """Texts parted by semicolons or line breaks (tuple of str)."""
    WORD = "word"
    """One of a few words (str, as the field's `words` write it)."""
    WORDS = "several words"
    """Several of a few words (tuple of str)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `words` maps what lists say, as heading_key compares, to the word that is kept (empty: any word).

    An internal one stands in exports for editing only, and is offered to nobody.
    """

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    longest: int | None = None
    synonyms: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    internal: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that means this field, our own first."""
        return (self.label, self.key, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of list: its fields in the order of our own template.

    `either` names fields of which one must be mapped and filled, where no single one is required.
    """

    title: str
    fields: tuple[Field, ...]
    either: tuple[str, ...] = ()

    def field(self, key: str) -> Field:
        """Return a field by its key; raises KeyError."""
        for each in self.fields:
            if each.key == key:
                return each
        raise KeyError(key)

    @property
    def offered(self) -> tuple[Field, ...]:
        """The fields that a person can choose for a column."""
        return tuple(each for each in self.fields if not each.internal)

    @property
    def required(self) -> tuple[Field, ...]:
        """The fields without which no row can be read."""
        return tuple(each for each in self.fields if each.required)


def heading_words(heading: str) -> list[str]:
    """Return the words of a heading, small, abbreviations written out; "Vendor No." and "vendor_nbr" end in number."""
    words = [_WRITTEN_OUT.get(word, word) for word in _WORD.findall(heading.casefold())]
    if len(words) > 1 and words[-1] in _NUMBER:
        words[-1] = "number"
    return words


def heading_key(heading: str) -> str:
    """Return the heading as headings are compared: its words without spaces and signs."""
    return "".join(heading_words(heading))
