"""Receipt: what arrived from a vendor, file by file, with the digest that identifies it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.mail.blocks import Block, Facts, Heading, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose
from tracker.mail.tongue import Tongue

KILO = 1024


def receipt(
    city: City,
    to_name: str,
    vendor_name: str,
    request_number: str,
    files: Sequence[tuple[str, int, str]],
    received: datetime,
) -> Composed:
    """Confirm what came; `files` are (name, bytes, SHA-256 digest), `received` is aware, in the city's zone."""
    say = city.tongue.say
    blocks: list[Block] = [
        Paragraph(
            say(
                "We received the answer of %(vendor)s to request %(request)s.",
                vendor=vendor_name,
                request=request_number,
            )
        ),
        Facts(((say("Received"), city.tongue.moment(received)),)),
    ]
    for name, size, digest in files:
        blocks += [Heading(name), Facts(((say("Size"), _size(city.tongue, size)), ("SHA-256", digest)))]
    blocks.append(
        Paragraph(
            say(
                "The city now reviews it. You will hear from us when it is accepted, or when something needs "
                "to be corrected. Until then there is nothing to do. Keep this letter as your receipt."
            )
        )
    )
    subject = say("%(city)s: we received your answer to request %(request)s", city=city.name, request=request_number)
    return compose(city, subject, to_name, *blocks)


def _size(tongue: Tongue, size: int) -> str:
    if size < KILO:
        return tongue.say("%(bytes)s bytes", bytes=tongue.figure(size))
    if size < KILO * KILO:
        return tongue.say(
            "%(size)s KB (%(bytes)s bytes)", size=tongue.figure(size / KILO, 1), bytes=tongue.figure(size)
        )
    return tongue.say(
        "%(size)s MB (%(bytes)s bytes)", size=tongue.figure(size / KILO / KILO, 1), bytes=tongue.figure(size)
    )
