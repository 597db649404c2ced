"""The parts that a letter is made of; each holds plain words, never markup."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    words: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What a person wrote, in that person's own lines."""

    words: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms with what they are."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A short line above a part of the letter."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """Something to open; `prominent` for the one thing that the letter asks for."""

    label: str
    href: str
    prominent: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several things to open: its title leads there, and some sentences say why."""

    title: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A code to type, set large."""

    words: str


Block = Paragraph | Quote | Items | Facts | Heading | Link | Entry | Figures
