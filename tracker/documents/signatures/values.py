"""Form values of a PDF as they stand now and as they stood at a revision, and what the fields look like."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic, misc

DEEPEST = 32
MOST_FIELDS = 5000
MOST_PARTS = 20_000
LONGEST = 300
LEADING_BACK = frozenset({"/P", "/Parent", "/Popup", "/StructParent", "/StructParents"})


def fields(root: Any) -> dict[str, Any]:  # noqa: ANN401  # a PDF dictionary of either kind of resolver
    """Return the form fields by their full names; a field that only stands above others is left out."""
    try:
        rows = root["/AcroForm"]["/Fields"]
    except (KeyError, TypeError, misc.PdfReadError):
        return {}
    found: dict[str, Any] = {}
    for name, field in _walk(rows, "", 0):
        found.setdefault(name, field)
        if len(found) >= MOST_FIELDS:
            break
    return found


def values(known: dict[str, Any]) -> dict[str, str]:
    """Return the value of each field that is no signature, as words."""
    return {name: _shown(entry(field, "/V")) for name, field in known.items() if entry(field, "/FT") != "/Sig"}


def looks(known: dict[str, Any]) -> dict[str, str]:
    """Return a digest of what each field that is no signature looks like; empty for one that has no look."""
    return {name: look(field) for name, field in known.items() if entry(field, "/FT") != "/Sig"}


def entry(dictionary: Any, key: str) -> Any:  # noqa: ANN401  # a PDF dictionary and what stands there
    """Return what stands under a key, following a reference; None when nothing does."""
    try:
        return dictionary[key]
    except KeyError:
        return None


def look(field: Any) -> str:  # noqa: ANN401  # a PDF dictionary
    """Return a digest of a field's looks, its own and those of its widgets; empty when there are none."""
    parts = [one for one in widgets(field) if "/AP" in one]
    return digest([(one["/AP"], entry(one, "/AS")) for one in parts]) if parts else ""


def widgets(field: Any) -> list[Any]:  # noqa: ANN401  # a PDF dictionary
    """Return where a field stands on pages: itself and its children."""
    kids = entry(field, "/Kids") or []
    children = [kids[number] for number in range(len(kids))]
    return [field, *(one for one in children if isinstance(one, generic.DictionaryObject))]


def digest(value: Any) -> str:  # noqa: ANN401  # PDF values in lists and tuples
    """Return a digest of PDF values with all that they refer to, whatever numbers their objects have."""
    counted, made = [0], hashlib.sha256()
    _feed(made, value, 0, counted)
    return made.hexdigest()


def _feed(made: Any, value: Any, depth: int, counted: list[int]) -> None:  # noqa: ANN401  # whatever stands there
    counted[0] += 1
    if depth > DEEPEST or counted[0] > MOST_PARTS:
        raise ValueError("The look of a field has more parts than can be compared.")
    if isinstance(value, generic.IndirectObject):
        value = value.get_object()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
    if isinstance(value, generic.StreamObject):
        made.update(b"stream")
        made.update(hashlib.sha256(value.encoded_data).digest())
    if isinstance(value, dict):
        for key in sorted(value.keys() - LEADING_BACK):
            made.update(f"<{key}>".encode())
            raw = value.raw_get(key) if isinstance(value, generic.DictionaryObject) else value[key]
            _feed(made, raw, depth + 1, counted)
    elif isinstance(value, list | tuple):
        made.update(b"[%d" % len(value))
        for item in list(value):
            _feed(made, item, depth + 1, counted)
    else:
        made.update(repr(value).encode("utf-8", "replace"))


def _walk(rows: Any, above: str, depth: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # as above
    if depth > DEEPEST:
        raise ValueError("Form fields are nested deeper than can be followed.")
    for reference in rows:
        field = reference.get_object()
        if not isinstance(field, generic.DictionaryObject):
            continue
        own = str(entry(field, "/T") or "")
        name = ".".join(part for part in (above, own) if part)
        if "/V" in field or "/FT" in field or "/Kids" not in field:
            yield name, field
        if "/T" in field:
            yield from _walk(entry(field, "/Kids") or (), name, depth + 1)


def _shown(value: Any) -> str:  # noqa: ANN401  # whatever stands there
    if value is None:
        return ""
    if isinstance(value, generic.ArrayObject):
        return ", ".join(_shown(item) for item in value)[:LONGEST]
    if isinstance(value, generic.StreamObject):
        return "(long text)"
    said = str(value).removeprefix("/" if isinstance(value, generic.NameObject) else "")
    return "".join(sign for sign in said if sign.isprintable() or sign == "\n")[:LONGEST]
