"""Receipt: what arrived from a vendor, file by file, with the digest that identifies it."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.mail.blocks import Block, Facts, Heading, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose

KILO = 1024


def receipt(
    city: City,
    to_name: str,
    vendor_name: str,
    request_number: str,
    files: Sequence[tuple[str, int, str]],
    received: str,
) -> Composed:
    """Confirm what came; `files` are (name, bytes, SHA-256 digest), `received` is the moment in words."""
    blocks: list[Block] = [
        Paragraph(f"We received the answer of {vendor_name} to request {request_number}."),
        Facts((("Received", received),)),
    ]
    for name, size, digest in files:
        blocks += [Heading(name), Facts((("Size", _size(size)), ("SHA-256", digest)))]
    blocks.append(
        Paragraph(
            "The city now reviews it. You will hear from us when it is accepted, or when something needs "
            "to be corrected. Until then there is nothing to do. Keep this letter as your receipt."
        )
    )
    return compose(city, f"{city.name}: we received your answer to request {request_number}", to_name, *blocks)


def _size(size: int) -> str:
    if size < KILO:
        return f"{size} bytes"
    if size < KILO * KILO:
        return f"{size / KILO:,.1f} KB ({size:,} bytes)"
    return f"{size / KILO / KILO:,.1f} MB ({size:,} bytes)"
