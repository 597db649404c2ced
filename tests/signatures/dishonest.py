"""Ranges and contents that no honest signer writes, made with the signer's key as a dishonest one could."""

from __future__ import annotations

from asn1crypto import cms

from tests.signatures.hands import hand
from tests.signatures.raw import CONTENTS, DETACHED, RANGE, Raw, with_signature
from tests.signatures.world import World


def hole_with_more_in_it(world: World) -> bytes:
    more = Raw({6: OTHER_ENTRY}, ranges=lambda before, after, size: (0, before, after + 40, size - after - 40))
    return more.by(world.vendor)


OTHER_ENTRY = (
    b"<< /Type /Sig /Filter /Adobe.PPKLite "
    + DETACHED
    + RANGE
    + CONTENTS
    + b"/Reason (anything may stand here xxxxx) >>"
)


def hole_elsewhere(world: World) -> bytes:
    """The text lies in the hole, and the signature behind the end of what is covered."""
    return Raw(ranges=lambda before, _after, _size: (0, 300, 350, before - 350)).by(world.vendor)


def end_not_covered(world: World) -> bytes:
    return Raw(ranges=lambda before, after, size: (0, before, after, size - after - 30)).by(world.vendor)


def ranges_overlap(world: World) -> bytes:
    return Raw(ranges=lambda before, _after, size: (0, before, before - 10, size - before + 10), signed=_plain).by(
        world.vendor
    )


def six_ranges(world: World) -> bytes:
    return Raw(ranges=lambda before, after, size: (0, 100, 100, before - 100, after, size - after)).by(world.vendor)


def beginning_not_covered(world: World) -> bytes:
    return Raw(ranges=lambda before, after, size: (9, before - 9, after, size - after)).by(world.vendor)


def range_beyond_the_end(world: World) -> bytes:
    return Raw(ranges=lambda before, after, size: (0, before, after, size)).by(world.vendor)


def negative_range(world: World) -> bytes:
    return Raw(ranges=lambda before, after, _size: (0, before, after, -1), signed=_plain).by(world.vendor)


def _plain(before: int, after: int, size: int) -> tuple[int, int, int, int]:
    return (0, before, after, size - after)


def more_behind_the_signature(world: World) -> bytes:
    def hole(made: bytes) -> bytes:
        return b"<" + (made.hex().encode() + b"00" * 8 + b"deadbeef").ljust(4000, b"0") + b">"

    return Raw(hole=hole).by(world.vendor)


def contents(world: World, entry: bytes) -> bytes:
    return with_signature(DETACHED + b"/ByteRange [0 100 200 300] " + entry).by(world.vendor)


def ranges(world: World, entry: bytes) -> bytes:
    return with_signature(DETACHED + entry + CONTENTS).by(world.vendor)


def kind(world: World, entry: bytes) -> bytes:
    return with_signature(entry + RANGE + CONTENTS).by(world.vendor)


def signers(world: World, count: int) -> bytes:
    def bend(made: cms.ContentInfo) -> cms.ContentInfo:
        infos = made["content"]["signer_infos"]
        made["content"]["signer_infos"] = [infos[0]] * count
        return cms.ContentInfo({"content_type": "signed_data", "content": made["content"]})

    return Raw().by(hand(world.vendor, bend=bend))


def raw(world: World) -> bytes:
    """The file written by hand, honestly signed."""
    return Raw().by(world.vendor)
