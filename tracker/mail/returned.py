"""Returned: a reviewer asks for corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.mail.blocks import Items, Link, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose


def returned(
    city: City,
    to_name: str,
    vendor_name: str,
    request_number: str,
    reasons: Sequence[str],
    due_on: date,
    link: str,
) -> Composed:
    """Say what is to be corrected and by which day of the city; the reviewer is not named."""
    say = city.tongue.say
    thanks = city.tongue.say_many(
        "Thank you for the answer of %(vendor)s to request %(request)s. We cannot accept it yet, for this reason:",
        "Thank you for the answer of %(vendor)s to request %(request)s. We cannot accept it yet, for these reasons:",
        len(reasons),
        vendor=vendor_name,
        request=request_number,
    )
    return compose(
        city,
        say("%(city)s: please correct your answer to request %(request)s", city=city.name, request=request_number),
        to_name,
        Paragraph(thanks),
        Items(tuple(reasons)),
        Paragraph(
            say(
                "Please correct it by %(day)s. Everything that you answered is kept; change what is named above.",
                day=city.tongue.day(due_on),
            )
        ),
        Link(say("Correct the answer"), link),
        Paragraph(say("That page also has these reasons, and what to do about each, as a PDF.")),
    )
