"""Pictures of the pages of a received PDF, so that nothing a vendor sent is ever drawn by a browser."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from tracker.documents import child, page_picture
from tracker.documents.places import StoreFull
from tracker.documents.store import Store

SCRIPT = Path(page_picture.__file__)
WIDTH: Final = 1000
WIDE: Final = 2200
MOST_BYTES: Final = 40 * 1024 * 1024
PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def picture(store: Store, digest: str, page: int, *, large: bool = False) -> bytes | None:
    """Return a page (the first is 1) of a kept PDF as PNG, or None when it has no such page.

    It is drawn in a confined child process once and then kept beside the file. Raises child.CouldNotCheck when that
    fails, FileNotFoundError when the file is not in the store.
    """
    name = f"{page}-{WIDE if large else WIDTH}.png"
    return store.picture(digest, name) or _drawn(store, digest, page, name, WIDE if large else WIDTH)


def _drawn(store: Store, digest: str, page: int, name: str, width: int) -> bytes | None:
    with store.on_disk(digest) as path, NamedTemporaryFile(prefix="page-") as file:
        found = child.run_into(file, MOST_BYTES, SCRIPT, str(path), str(page), str(width))
        if found.get("state") != "drawn":
            return None
        file.flush()
        file.seek(0)
        png = file.read()
        if not png.startswith(PNG_SIGNATURE):
            raise child.CouldNotCheck("no picture")
        try:
            store.keep_picture(digest, name, Path(file.name))
        except StoreFull:
            return png  # it can be drawn again
    return png
