"""Links of a sheet as XML: only cells of one column, only to pages of the configured address."""

from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import quoteattr

from tracker.exports.part import Part

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
AT_ONCE = 500


def cells(part: Part) -> Iterator[bytes]:
    """Yield the element "hyperlinks" of a sheet in pieces; nothing when it has no links."""
    elements = (
        f'<hyperlink ref={quoteattr(cell)} r:id="page{number}"/>' for number, (cell, _) in enumerate(part.links())
    )
    pieces = _pieces(elements)
    first = next(pieces, b"")
    if first:
        yield f'<hyperlinks xmlns:r="{RELATIONS}">'.encode() + first
        yield from pieces
        yield b"</hyperlinks>"


def relations(part: Part) -> Iterator[bytes]:
    """Yield the relations that the links of a sheet name, in pieces."""
    return _pieces(
        f'<Relationship Id="page{number}" Type="{RELATIONS}/hyperlink" Target={quoteattr(address)}'
        ' TargetMode="External"/>'
        for number, (_, address) in enumerate(part.links())
    )


def _pieces(elements: Iterator[str]) -> Iterator[bytes]:
    while some := list(islice(elements, AT_ONCE)):
        yield "".join(some).encode()
