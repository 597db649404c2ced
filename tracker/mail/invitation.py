"""Invitation: the city asks a contact for an attestation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.mail.blocks import Block, Facts, Items, Link, Paragraph, Quote
from tracker.mail.choices import language_choice
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose


def invitation(  # noqa: PLR0913, PLR0917  # what the letter says, part by part
    city: City,
    to_name: str,
    vendor_name: str,
    contracts: Sequence[str],
    request_number: str,
    due_on: date,
    link: str,
    message: str,
    added: Sequence[str] = (),
) -> Composed:
    """Ask to answer for these contracts (one line each) by a day of the city; `message` may be empty.

    `added` names the data of an addendum, which asks for nothing else.
    """
    say, day = city.tongue.say, city.tongue.day(due_on)
    blocks: list[Block] = [
        Paragraph(
            say(
                "The %(city)s shares personal information about residents with %(vendor)s, and asks you to "
                "confirm how that information is protected.",
                city=_bare(city.name),
                vendor=vendor_name,
            )
        ),
        Facts(((say("Request"), request_number), (say("Please answer by"), day))),
        Paragraph(say("It is about:")),
        Items(tuple(contracts)),
    ]
    if added:
        blocks += [
            Paragraph(say("Your attestation in force stays as it is. We ask only about data that it does not name:")),
            Items(tuple(added)),
        ]
    if message.strip():
        blocks += [Paragraph(say("The city added this message:")), Quote(message)]
    blocks += [
        Link(say("Open the request"), link),
        Paragraph(
            say(
                "On that page a button sends a code to this address; the code lets you in. You can stop "
                "at any time and go on later. Keep this link to yourself: it is meant for you only."
            )
        ),
        Paragraph(
            say("Are you not the right person for this at %(vendor)s? Please reply to this letter.", vendor=vendor_name)
        ),
    ]
    subject = say(
        "%(city)s: please answer request %(request)s by %(day)s", city=city.name, request=request_number, day=day
    )
    return compose(city, subject, to_name, *blocks, beneath=language_choice(city))


def _bare(name: str) -> str:
    return name.removeprefix("The ").removeprefix("the ")
