"""Digest: everything that waits for one person, in one letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import day_words
from tracker.mail.blocks import Block, Heading, Link, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose
from tracker.mail.wording import stopped


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One thing that waits: what it is about, what to do in one sentence, and the page that opens."""

    about: str
    sentence: str
    due_on: date
    link_label: str
    link: str


def digest(city: City, to_name: str, items: Sequence[DigestItem], day: date) -> Composed:
    """Say what waits on a day of the city: overdue things first; no details of documents."""
    ordered = sorted(items, key=lambda item: (item.due_on, item.about, item.sentence))
    overdue = [item for item in ordered if item.due_on < day]
    coming = [item for item in ordered if item.due_on >= day]
    blocks: list[Block] = [Paragraph(_opening(len(ordered), len(overdue)))]
    for title, part in (("Overdue", overdue), ("Coming up", coming)):
        if part and overdue:
            blocks.append(Heading(title))
        for item in part:
            blocks += [
                Paragraph(f"{stopped(item.about)} {item.sentence}"),
                Link(item.link_label, item.link, prominent=False),
            ]
    blocks.append(Paragraph("What you have done by now needs no answer: this letter stops by itself."))
    return compose(city, _subject(city, ordered, len(overdue), day), to_name, *blocks)


def _opening(number: int, overdue: int) -> str:
    what = "One thing waits for you." if number == 1 else f"{number} things wait for you."
    if not overdue:
        return what
    if overdue == number:
        return f"{what} It is overdue." if number == 1 else f"{what} All of them are overdue."
    return f"{what} {overdue} of them {'is' if overdue == 1 else 'are'} overdue."


def _subject(city: City, ordered: Sequence[DigestItem], overdue: int, day: date) -> str:
    if len(ordered) == 1:
        return f"{city.name}: {ordered[0].about}"
    late = f", {overdue} overdue" if overdue else ""
    return f"{city.name}: {len(ordered)} things wait for you{late} ({day_words(day)})"
