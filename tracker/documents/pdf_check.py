"""Looks into one PDF in a process of its own, with little memory and time, and prints what it found as JSON.

Run as a script with the path of the file, so that a crash takes nothing along.
"""

import json
import sys
from collections.abc import Iterator

import pikepdf

from tracker.documents.confined import confine

MOST_PAGES = 2000
MOST_VALUES = 2_000_000
SCRIPT, PROGRAM, FORM = "a script", "a command that starts a program", "a form that sends or fetches data"
INSIDE, MEDIA = "another file inside it", "a film, a sound or a 3D model"
OUTSIDE = "a part that stands in another file"
KEYS = {
    "/JS": SCRIPT,
    "/JavaScript": SCRIPT,
    "/XFA": FORM,
    "/EF": INSIDE,
    "/EmbeddedFiles": INSIDE,
    "/RichMediaContent": MEDIA,
    "/RichMediaSettings": MEDIA,
}
"""Names of entries that no form to be signed needs; qpdf gives names decoded, whatever the spelling in the file."""
VALUES = {
    "/JavaScript": SCRIPT,
    "/Launch": PROGRAM,
    "/SubmitForm": FORM,
    "/ImportData": FORM,
    "/GoToE": INSIDE,
    "/GoToR": OUTSIDE,
    "/EmbeddedFile": INSIDE,
    "/FileAttachment": INSIDE,
    "/RichMedia": MEDIA,
    "/RichMediaExecute": MEDIA,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/3D": MEDIA,
}
"""The same as values of the entries that say what an action, an annotation or a stream is."""
KINDS = ("/S", "/Subtype", "/Type")
ELSEWHERE = frozenset({"/F", "/FFilter", "/Ref", "/OPI"})
"""Entries of a stream whose bytes, or whose looks, come from another file: what is signed would not be what is seen."""


def look(path: str) -> dict[str, object]:
    """Return {"state": "accepted", "pages": n} or {"state": "refused", "reason": …, "what": …}.

    Reasons: encrypted, unreadable, active, pages. Raises whatever a crash raises.
    """
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return refused("encrypted")
            pages = len(pdf.pages)
            if not 0 < pages <= MOST_PAGES:
                return refused("pages", str(pages))
            active = next(active_parts(pdf), None)
            return refused("active", active) if active else {"state": "accepted", "pages": pages}
    except pikepdf.PasswordError:
        return refused("encrypted")
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError, AttributeError):
        return refused("unreadable")


def refused(reason: str, what: str = "") -> dict[str, object]:
    """Return a refusal."""
    return {"state": "refused", "reason": reason, "what": what}


def active_parts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what acts by itself, wherever it stands: object streams and objects that no page uses included."""
    waiting: list[object] = [*pdf.objects, pdf.trailer]
    seen = 0
    while waiting:
        seen += 1
        if seen > MOST_VALUES:
            yield "more parts than a signed form can need"
            return
        value = waiting.pop()
        if isinstance(value, pikepdf.Array):
            waiting.extend(inner for inner in value if _nested(inner))
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            for key in value.keys():  # noqa: SIM118  # iterating a stream itself is not allowed
                if key in KEYS:
                    yield KEYS[key]
                elif key in ELSEWHERE and isinstance(value, pikepdf.Stream):
                    yield OUTSIDE
            for kind in KINDS:
                if (name := str(value.get(kind, ""))) in VALUES:
                    yield VALUES[name]
            waiting.extend(inner for key in value.keys() if _nested(inner := value[key]))  # noqa: SIM118


def _nested(value: object) -> bool:
    # What is referred to stands in pdf.objects by itself; following references would go in circles.
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


if __name__ == "__main__":
    confine()
    sys.stdout.write(json.dumps(look(sys.argv[1])))
