"""Invitation: the city asks a contact for an attestation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.domain.days import day_words
from tracker.mail.blocks import Block, Facts, Items, Link, Paragraph, Quote
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose
from tracker.mail.wording import stopped


def invitation(  # noqa: PLR0913, PLR0917  # what the letter says, part by part
    city: City,
    to_name: str,
    vendor_name: str,
    contracts: Sequence[str],
    request_number: str,
    due_on: date,
    link: str,
    message: str,
) -> Composed:
    """Ask to answer for these contracts (one line each) by a day of the city; `message` may be empty."""
    day = day_words(due_on)
    blocks: list[Block] = [
        Paragraph(
            f"The {_bare(city.name)} shares personal information about residents with {stopped(vendor_name)} "
            "Before it can go on, we ask you to confirm how that information is protected."
        ),
        Facts((("Request", request_number), ("Please answer by", day))),
        Paragraph("It is about:"),
        Items(tuple(contracts)),
    ]
    if message.strip():
        blocks += [Paragraph("The city added this message:"), Quote(message)]
    blocks += [
        Link("Open the request", link),
        Paragraph(
            "On that page a button sends a code to this address; the code lets you in. You can stop "
            "at any time and go on later. Keep this link to yourself: it is meant for you only."
        ),
        Paragraph(f"Are you not the right person for this at {vendor_name}? Please reply to this letter."),
    ]
    return compose(city, f"{city.name}: please answer request {request_number} by {day}", to_name, *blocks)


def _bare(name: str) -> str:
    return name.removeprefix("The ").removeprefix("the ")
