"""The text part of a letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import Final

from tracker.mail.blocks import Block, Entry, Facts, Figures, Heading, Items, Link, Paragraph, Quote
from tracker.mail.wording import one_line, own_lines

WIDTH: Final = 74


def plain(blocks: Iterable[Block]) -> str:
    """Return the blocks as text of at most 74 columns; links and other long words stay whole."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks) + "\n"


def _lines(block: Block) -> Iterator[str]:  # noqa: C901  # one case per kind of block
    match block:
        case Paragraph(words):
            yield _filled(one_line(words))
        case Quote(words):
            for line in own_lines(words):
                yield _filled(line, "> ", "> ") if line else ">"
        case Items(lines):
            for line in lines:
                yield _filled(one_line(line), "- ", "  ")
        case Facts(pairs):
            for term, value in pairs:
                yield _filled(f"{one_line(term)}: {one_line(value)}", "", "  ")
        case Heading(words):
            yield _filled(one_line(words))
            yield "-" * min(WIDTH, len(one_line(words)))
        case Link(label, href):
            yield _filled(f"{one_line(label)}:")
            yield href
        case Entry(title, words, href):
            yield _filled(one_line(title))
            yield _filled(one_line(words), "  ", "  ")
            yield f"  {href}"
        case Figures(words):
            yield f"    {one_line(words)}"


def _filled(line: str, first: str = "", following: str = "") -> str:
    return fill(
        line,
        WIDTH,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )
