"""Looks, in a process of its own, which text a PDF carries, as it stood when it was first signed; prints JSON.

Run as a script with one argument, a JSON object: file, form (a path, or null when words are not to be compared).
"""

import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from tracker.documents.confined import confine

MOST_PAGES = 200
MOST_LETTERS = 400_000
MOST_FIELDS = 2000
PRINTED_ON = re.compile(r"Printed on\s+[A-Z][a-z]+ \d{1,2}, \d{4}")
SIGNATURE = ["I", "have", "read", "the", "text", "above,"]


def look(asked: dict[str, Any]) -> dict[str, object]:
    """Return {"keywords", "lengths" (bytes of the revision that each signature covers, by field), "text", "words"}.

    "words" is None when there are none, or none to compare with; raises whatever a crash raises.
    """
    data = Path(asked["file"]).read_bytes()
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
        lengths = dict(signed_lengths(pdf, len(data)))
    signed = data[: min(lengths.values(), default=len(data))]
    text = text_of(signed)
    form = text_of(Path(asked["form"]).read_bytes()) if asked["form"] and text.strip() else ""
    return {
        "keywords": keywords_of(signed),
        "lengths": lengths,
        "text": text[:MOST_LETTERS],
        "words": differences(words_of(form), words_of(text)) if form else None,
    }


def signed_lengths(pdf: pikepdf.Pdf, size: int) -> Iterator[tuple[str, int]]:
    """Yield (field, bytes that the signature says that it covers) of each signature; nonsense is left out."""
    fields = pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", pikepdf.Array())
    waiting = [("", field) for field in fields]
    for _count in range(MOST_FIELDS):
        if not waiting:
            return
        above, field = waiting.pop(0)
        name = ".".join(part for part in (above, str(field.get("/T", ""))) if part)
        waiting.extend((name, kid) for kid in field.get("/Kids", ()))
        value = field.get("/V")
        if field.get("/FT") == "/Sig" and isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value:
            ranges = [int(part) for part in value.ByteRange]
            end = ranges[-2] + ranges[-1] if len(ranges) == 4 else 0  # noqa: PLR2004  # two pairs of start and length
            if 0 < end <= size:
                yield name, end


def keywords_of(data: bytes) -> str:
    """Return the keywords of a document, from its old or its new kind of description."""
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
        told = str(pdf.docinfo.get("/Keywords", ""))
        if not told:
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
                told = str(described.get("pdf:Keywords", ""))
    return told[:2000]


def text_of(data: bytes) -> str:
    """Return the words on all pages in the order in which they are drawn; a document of too many pages gives none."""
    document = pypdfium2.PdfDocument(data)
    try:
        if len(document) > MOST_PAGES:
            return ""
        pages = []
        for number in range(len(document)):
            page = document[number]
            pages.append(page.get_textpage().get_text_range())
        return "\n".join(pages)
    finally:
        document.close()


def words_of(text: str) -> list[str]:
    """Return the words of a text without what differs from print to print: white space, ligatures, the day."""
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("\ufffe", "").split())
    return PRINTED_ON.sub("", plain).split()


def differences(form: list[str], received: list[str]) -> dict[str, list[str]] | None:
    """Return the runs of words that are missing, added before the signature's place, and added in or after it."""
    if len(received) > 3 * len(form) + 500:
        return None
    told: dict[str, list[str]] = {"missing": [], "added": [], "signed": []}
    place = next((at for at in range(len(form)) if form[at : at + len(SIGNATURE)] == SIGNATURE), len(form))
    for kind, start, end, first, last in SequenceMatcher(None, form, received, autojunk=False).get_opcodes():
        if kind == "equal" or "".join(form[start:end]) == "".join(received[first:last]):
            continue
        if end > start:
            told["missing"].append(" ".join(form[start:end]))
        if last > first:
            told["added" if start < place else "signed"].append(" ".join(received[first:last]))
    return told


if __name__ == "__main__":
    confine()
    sys.stdout.write(json.dumps(look(json.loads(sys.argv[1]))))
