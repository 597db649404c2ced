"""Links of a sheet as XML: only cells of one column, only to pages of the configured address."""

from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import quoteattr

from tracker.exports.part import Part

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
AT_ONCE = 500


def cells(part: Part) -> Iterator[bytes]:
    """Yield the element "hyperlinks" of a sheet in pieces; nothing when it has no links."""
    pieces = _pieces(f'<hyperlink ref="{cell}" r:id="page{number}"/>' for cell, number in part.links())
    first = next(pieces, b"")
    if first:
        yield f'<hyperlinks xmlns:r="{RELATIONS}">'.encode() + first
        yield from pieces
        yield b"</hyperlinks>"


def relations(part: Part) -> Iterator[bytes]:
    """Yield the relations that the links of a sheet name, one per page, in pieces."""
    pages = quoteattr(part.sheet.pages)[1:-1]
    rest = f'" Type="{RELATIONS}/hyperlink" TargetMode="External" Target="{pages}'
    numbers = dict.fromkeys(number for _, number in part.links())
    return _pieces(f'<Relationship Id="page{number}{rest}{number}"/>' for number in numbers)


def _pieces(elements: Iterator[str]) -> Iterator[bytes]:
    while some := list(islice(elements, AT_ONCE)):
        yield "".join(some).encode()
