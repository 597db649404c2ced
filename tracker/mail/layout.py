"""One frame for all letters: greeting, what is to be said, signature, and why it came."""

from __future__ import annotations

from tracker.mail.blocks import Block, Link, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.plain import plain
from tracker.mail.rich import rich
from tracker.mail.wording import one_line, subject_line


def compose(city: City, subject: str, to_name: str, *blocks: Block) -> Composed:
    """Return the letter in text and HTML; raises ValueError when a link leads elsewhere."""
    for block in blocks:
        if isinstance(block, Link):
            city.own_link(block.href)
    name = one_line(to_name)
    whole = (Paragraph(f"Hello {name}," if name else "Hello,"), *blocks)
    line = subject_line(subject)
    foot = (
        f"{city.name}, vendor privacy",
        "This letter was sent automatically by the Vendor Privacy Tracker.",
    )
    text = plain((*whole, Paragraph("Thank you."))) + "\n-- \n" + "\n".join(one_line(part) for part in foot) + "\n"
    return Composed(line, text, rich(city.name, line, (*whole, Paragraph("Thank you.")), foot))
