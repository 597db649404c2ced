"""One frame for all letters: greeting, what is to be said, signature, and why it came."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.mail.blocks import Block, Entry, Link, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.plain import plain
from tracker.mail.rich import rich
from tracker.mail.wording import one_line, subject_line

SIGNATURE = "-- \n"


def compose(city: City, subject: str, to_name: str, *blocks: Block, beneath: Sequence[Block] = ()) -> Composed:
    """Return the letter in text and HTML, in the city's tongue; raises ValueError when a link leads elsewhere.

    What stands `beneath` comes after the signature: why the letter came, and how to change that.
    """
    for block in (*blocks, *beneath):
        if isinstance(block, Link | Entry):
            city.own_link(block.href)
    say, name, line = city.tongue.say, one_line(to_name), subject_line(subject)
    whole = (
        Paragraph(say("Hello %(name)s,", name=name) if name else say("Hello,")),
        *blocks,
        Paragraph(say("Thank you.")),
    )
    foot = (
        Paragraph(say("%(city)s, vendor privacy", city=city.name)),
        *beneath,
        Paragraph(say("This letter was sent automatically by the Vendor Privacy Tracker.")),
    )
    text = f"{plain(whole)}\n{SIGNATURE}{plain(foot)}"
    return Composed(line, text, rich(city.tongue.code, city.name, line, whole, foot))
