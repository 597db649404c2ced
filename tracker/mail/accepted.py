"""Accepted: the attestation counts from one day through another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.domain.days import day_words
from tracker.mail.blocks import Facts, Items, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose


def accepted(
    city: City,
    to_name: str,
    vendor_name: str,
    request_number: str,
    contracts: Sequence[str],
    effective_on: date,
    expires_on: date,
) -> Composed:
    """Say that the attestation was accepted for these contracts (one line each); the last day counts too."""
    last = day_words(expires_on)
    return compose(
        city,
        f"{city.name}: your answer to request {request_number} was accepted",
        to_name,
        Paragraph(f"The attestation of {vendor_name} was accepted. It is good for:"),
        Items(tuple(contracts)),
        Facts((("From", day_words(effective_on)), ("Through", last))),
        Paragraph("There is nothing to do now. We will write to you in good time before it runs out."),
    )
