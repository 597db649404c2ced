"""Form values of a PDF as they stand now and as they stood at a revision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic, misc

DEEPEST = 32
MOST_FIELDS = 5000
LONGEST = 300


def values(root: Any) -> dict[str, str]:  # noqa: ANN401  # a PDF dictionary of either kind of resolver
    """Return the value of each form field that is no signature, by its full name."""
    try:
        fields = root["/AcroForm"]["/Fields"]
    except (KeyError, TypeError, misc.PdfReadError):
        return {}
    found: dict[str, str] = {}
    for name, field in _walk(fields, "", 0):
        found[name] = _shown(field.get("/V"))
        if len(found) >= MOST_FIELDS:
            break
    return found


def _walk(fields: Any, above: str, depth: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # as above
    if depth > DEEPEST:
        return
    for reference in fields:
        field = reference.get_object()
        if not isinstance(field, generic.DictionaryObject):
            continue
        own = str(field.get("/T", ""))
        name = ".".join(part for part in (above, own) if part)
        if field.get("/FT") != "/Sig" and ("/V" in field or "/Kids" not in field):
            yield name, field
        yield from _walk(field.get("/Kids", ()), name, depth + 1)


def _shown(value: Any) -> str:  # noqa: ANN401  # whatever stands there
    if value is None:
        return ""
    if isinstance(value, generic.ArrayObject):
        return ", ".join(_shown(item) for item in value)[:LONGEST]
    if isinstance(value, generic.StreamObject):
        return "(long text)"
    return str(value).removeprefix("/" if isinstance(value, generic.NameObject) else "")[:LONGEST]
