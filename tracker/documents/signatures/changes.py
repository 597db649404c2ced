"""What was done to a document after somebody signed it, within what its format allows."""

from __future__ import annotations

from typing import Any, Final

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from tracker.documents.signatures.values import digest, entry, fields, look, looks, values, widgets
from tracker.domain.signature_verdict import Change

COVERING: Final = 0.25
"""The part of a page from which on the look of a later signature counts as a cover over what was signed."""
LETTER: Final = 612 * 792
COVERED = "a later field lays a cover over a page"
FONTS = "the fonts of the form were exchanged"


def changes(embedded: EmbeddedPdfSignature) -> tuple[Change, ...]:
    """Return the form values and looks that any later revision changed, by field name.

    `was` and `now` are the same where only the look is another one, or where a value was changed back.
    """
    reader, since = embedded.reader, embedded.signed_revision
    was = fields(reader.get_historical_resolver(since).root)
    shown, now = _shown(was), values(fields(reader.root))
    names: set[str] = set()
    for revision in range(since + 1, reader.xrefs.total_revisions):
        then = _shown(fields(reader.get_historical_resolver(revision).root))
        names |= {name for name in {*shown, *then} if shown.get(name) != then.get(name)}
    said = values(was)
    return tuple(Change(name, said.get(name, ""), now.get(name, "")) for name in sorted(names))


def _shown(known: dict[str, Any]) -> dict[str, tuple[str, str]]:
    drawn = looks(known)
    return {name: (value, drawn[name]) for name, value in values(known).items()}


def sneaky(embedded: EmbeddedPdfSignature) -> str:
    """Say what was done that the format allows and that shows something else than was signed; empty for nothing."""
    reader = embedded.reader
    then, now = reader.get_historical_resolver(embedded.signed_revision).root, reader.root
    if _fonts_exchanged(then, now):
        return FONTS
    before, room = fields(then), COVERING * _area_of_page(reader)
    for name, field in fields(now).items():
        if entry(field, "/FT") == "/Sig" and _covers(before.get(name), field, room):
            return COVERED
    return ""


def _fonts_exchanged(then: Any, now: Any) -> bool:  # noqa: ANN401  # PDF dictionaries
    old, new = _fonts(then), _fonts(now)
    return any(name not in new or digest(font) != digest(new[name]) for name, font in old.items())


def _fonts(root: Any) -> dict[str, Any]:  # noqa: ANN401  # a PDF dictionary
    try:
        known = root["/AcroForm"]["/DR"]["/Font"]
        return {str(name): known[name] for name in known}
    except (KeyError, TypeError, misc.PdfReadError):
        return {}


def _covers(before: Any, field: Any, room: float) -> bool:  # noqa: ANN401  # PDF dictionaries
    known = [] if before is None else [_box(one) for one in widgets(before)]
    if before is not None and look(before) == look(field):
        return False
    for one in widgets(field):
        if _draws(one) and (area := _area(_box(one))):
            # A place of this size that stood there already was seen by whoever signed before.
            signed = isinstance(entry(field, "/V"), generic.DictionaryObject)
            if not signed or (area > room and _box(one) not in known):
                return True
    return False


def _draws(widget: Any) -> bool:  # noqa: ANN401  # a PDF dictionary
    try:
        normal = widget["/AP"]["/N"]
    except (KeyError, TypeError):
        return False
    states = not isinstance(normal, generic.StreamObject) and isinstance(normal, generic.DictionaryObject)
    drawn = [normal[state] for state in normal] if states else [normal]
    return any(isinstance(one, generic.StreamObject) and one.data.strip() for one in drawn)


def _box(widget: Any) -> tuple[float, ...]:  # noqa: ANN401  # a PDF dictionary
    try:
        return tuple(float(part) for part in entry(widget, "/Rect") or ())
    except (TypeError, ValueError):
        return ()


def _area(box: tuple[float, ...]) -> float:
    return abs(box[2] - box[0]) * abs(box[3] - box[1]) if len(box) == 4 else 0.0  # noqa: PLR2004  # corners of a box


def _area_of_page(reader: PdfFileReader) -> float:
    # The first page stands for all: forms are printed on one size of paper.
    try:
        node = reader.root["/Pages"]
        for _level in range(16):
            box = tuple(float(part) for part in entry(node, "/MediaBox") or ())
            if "/Kids" not in node or box:
                return _area(box) or LETTER
            node = node["/Kids"][0]
    except (KeyError, IndexError, TypeError, ValueError, misc.PdfReadError):
        return LETTER
    return LETTER
