"""Draws one page of a PDF in a process of its own and prints a line of JSON, then the picture as PNG.

Run as a script with the path of the file, the page (the first is 1) and the width in pixels.
"""

import json
import sys
from io import BytesIO

import pypdfium2

from tracker.documents.confined import confine

MOST_PIXELS = 9_000_000
"""A page that is very long for its width is drawn smaller."""


def drawn(path: str, number: int, width: int) -> tuple[dict[str, object], bytes]:
    """Return what is printed: {"state": "drawn"} or {"state": "no such page"}, and the picture."""
    pdf = pypdfium2.PdfDocument(path)
    pdf.init_forms()  # without this the values of form fields are left out
    if not 1 <= number <= len(pdf):
        return {"state": "no such page"}, b""
    page = pdf[number - 1]
    across, down = page.get_size()
    if across <= 0 or down <= 0:
        return {"state": "no such page"}, b""
    scale = min(width / across, (MOST_PIXELS / (across * down)) ** 0.5)
    picture = page.render(scale=scale).to_pil()
    out = BytesIO()
    picture.save(out, "PNG", optimize=False, compress_level=6)
    return {"state": "drawn", "width": picture.width, "height": picture.height}, out.getvalue()


if __name__ == "__main__":
    confine()
    head, png = drawn(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + png)
