"""Notice: a short letter about an account or a task."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.mail.blocks import Block, Link, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose


def notice(
    city: City,
    to_name: str,
    subject: str,
    paragraphs: Sequence[str],
    link_label: str | None,
    link: str | None,
) -> Composed:
    """Say these paragraphs; with a label and a link, what to open stands after the first of them."""
    said: list[Block] = [Paragraph(words) for words in paragraphs]
    if link_label is not None and link is not None:
        said.insert(1, Link(link_label, link))
    return compose(city, f"{city.name}: {subject}", to_name, *said)
