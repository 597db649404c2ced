"""Makes one PDF of pictures of signed paper, in a process of its own; prints a line of JSON, then the PDF.

Run as a script with the paths of the pictures. Each is decoded and encoded anew: what a camera or a scanner wrote
beside the picture (place, time, owner, thumbnails) and whatever else a file may hide does not go along.
"""

import json
import sys
import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from tracker.documents.confined import confine

KINDS = ("PNG", "JPEG", "TIFF")
MOST_PIXELS = 60_000_000
MOST_PAGES = 100
LONG_SIDE = 3300
"""Eleven inches at 300 dots per inch."""
INCHES = (8.5, 11.0)
QUALITY = 85


class NotAccepted(Exception):
    """A picture that is not accepted; `reason` is a key of intake.SENTENCES."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def joined(paths: Sequence[str]) -> tuple[dict[str, object], bytes]:
    """Return {"state": "accepted", "pages": n} with the PDF, or {"state": "refused", "reason": …} without."""
    out, pages = pikepdf.new(), 0
    try:
        for path in paths:
            for frame in _frames(path):
                pages += 1
                if pages > MOST_PAGES:
                    return _refused("too many pictures")
                with pikepdf.open(BytesIO(_page(frame))) as one:
                    out.pages.extend(one.pages)
    except NotAccepted as refusal:
        return _refused(refusal.reason)
    made = BytesIO()
    out.save(made, deterministic_id=True)
    return {"state": "accepted", "pages": pages}, made.getvalue()


def _frames(path: str) -> Iterator[Image.Image]:
    try:
        with Image.open(path, formats=KINDS) as image:
            # A second picture in a JPEG or a PNG is a preview or a film; in a TIFF it is the next page.
            frames = ImageSequence.Iterator(image) if image.format == "TIFF" else iter([image])
            for frame in frames:
                if frame.width * frame.height > MOST_PIXELS:
                    raise NotAccepted("large picture")
                yield frame
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAccepted("large picture") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError) as error:
        raise NotAccepted("picture unreadable") from error


def _page(frame: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(frame)
    plain = _without_clearness(upright)
    plain.thumbnail((LONG_SIDE, LONG_SIDE))
    across, down = INCHES if plain.height >= plain.width else INCHES[::-1]
    # A copy without `info`, where Pillow keeps colour profiles and what the camera wrote.
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = BytesIO()
    dots = max(bare.width / across, bare.height / down)
    quality = {} if bare.mode == "1" else {"quality": QUALITY}  # black and white is kept as a fax is
    # Without days in it the same pictures give the same bytes, so that a double click is one document.
    bare.save(out, "PDF", resolution=dots, creationDate=None, modDate=None, title=None, **quality)
    return out.getvalue()


def _without_clearness(image: Image.Image) -> Image.Image:
    if image.mode == "1":
        return image.copy()
    if "A" in image.getbands() or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.copy() if image.mode == "L" else image.convert("RGB")


def _refused(reason: str) -> tuple[dict[str, object], bytes]:
    return {"state": "refused", "reason": reason, "what": ""}, b""


if __name__ == "__main__":
    confine()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    head, pdf = joined(sys.argv[1:])
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + pdf)
