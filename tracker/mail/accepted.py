"""Accepted: the attestation counts from one day through another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
    say, day = city.tongue.say, city.tongue.day
    return compose(
        city,
        say("%(city)s: your answer to request %(request)s was accepted", city=city.name, request=request_number),
        to_name,
        Paragraph(say("The attestation of %(vendor)s was accepted. It is good for:", vendor=vendor_name)),
        Items(tuple(contracts)),
        Facts(((say("From"), day(effective_on)), (say("Through"), day(expires_on)))),
        Paragraph(say("There is nothing to do now. We will write to you in good time before it runs out.")),
    )
