"""Digest: everything that waits for one person, in one letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.domain.days import plus_days
from tracker.mail.blocks import Block, Entry, Heading, Link, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose
from tracker.mail.tongue import Tongue

MOST_LISTED: Final = 50
"""More than these would be read by nobody, and large letters are cut off by mail programs."""
SOON_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One thing that waits: what it is about, what to do in one sentence, and the page that opens."""

    about: str
    sentence: str
    due_on: date
    link: str


def digest(
    city: City, to_name: str, items: Sequence[DigestItem], day: date, list_link: str, beneath: Sequence[Block] = ()
) -> Composed:
    """Say what waits on a day of the city, the longest overdue first; no details of documents.

    At most MOST_LISTED things are listed; `list_link` opens the page that holds them all.
    """
    tongue = city.tongue
    ordered = sorted(items, key=lambda item: (item.due_on, item.about, item.sentence))
    overdue = sum(item.due_on < day for item in ordered)
    blocks = [
        Paragraph(_opening(tongue, len(ordered), overdue)),
        *_listed(tongue, ordered[:MOST_LISTED], day),
        *_rest(tongue, len(ordered) - MOST_LISTED, list_link),
        Paragraph(tongue.say("What you have done by now needs no answer: this letter stops by itself.")),
    ]
    return compose(city, _subject(city, ordered, overdue, day), to_name, *blocks, beneath=beneath)


def _listed(tongue: Tongue, items: Sequence[DigestItem], day: date) -> Iterator[Block]:
    soon_on = plus_days(day, SOON_DAYS)
    parts = (
        (tongue.say("Overdue"), [item for item in items if item.due_on < day]),
        (tongue.say("In the next 7 days"), [item for item in items if day <= item.due_on <= soon_on]),
        (tongue.say("Later"), [item for item in items if item.due_on > soon_on]),
    )
    several = sum(bool(part) for _, part in parts) > 1
    for title, part in parts:
        if part and several:
            yield Heading(title)
        for item in part:
            yield Entry(item.about, item.sentence, item.link)


def _rest(tongue: Tongue, number: int, link: str) -> Iterator[Block]:
    if number > 0:
        yield Paragraph(
            tongue.say_many(
                "And %(number)s more, which is less urgent.", "And %(number)s more, which are less urgent.", number
            )
        )
        yield Link(tongue.say("Open the whole list"), link, prominent=False)


def _opening(tongue: Tongue, number: int, overdue: int) -> str:
    what = tongue.say_many("One thing waits for you.", "%(number)s things wait for you.", number)
    if not overdue:
        return what
    if overdue == number:
        late = tongue.say_many("It is overdue.", "All of them are overdue.", number)
    else:
        late = tongue.say_many("%(number)s of them is overdue.", "%(number)s of them are overdue.", overdue)
    return f"{what} {late}"


def _subject(city: City, ordered: Sequence[DigestItem], overdue: int, day: date) -> str:
    if len(ordered) == 1:
        return f"{city.name}: {ordered[0].about}"
    tongue = city.tongue
    what = tongue.say_many("One thing waits for you", "%(number)s things wait for you", len(ordered))
    if overdue:
        late = tongue.say_many("%(number)s overdue", "%(number)s overdue", overdue)
        what = f"{what}, {late}"
    return f"{city.name}: {what} ({tongue.day(day)})"
