"""Returned: a reviewer asks for corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.domain.days import day_words
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
    day = day_words(due_on)
    return compose(
        city,
        f"{city.name}: please correct your answer to request {request_number}",
        to_name,
        Paragraph(
            f"Thank you for the answer of {vendor_name} to request {request_number}. "
            f"We cannot accept it yet, for {'this reason' if len(reasons) == 1 else 'these reasons'}:"
        ),
        Items(tuple(reasons)),
        Paragraph(f"Please correct it by {day}. Everything that you answered is kept; change what is named above."),
        Link("Correct the answer", link),
    )
