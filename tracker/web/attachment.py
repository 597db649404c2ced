"""A received file as a download: under its own type, never drawn by the browser, and only when it was checked."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from flask import send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.documents.store import Store, store_of
from tracker.domain.record_words import ScanState
from tracker.queries.documents import DocumentRow
from tracker.services.rules import Conflict
from tracker.web.context import settings

CHUNK: Final = 256 * 1024
NOTHING_RUNS: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


def attachment(row: DocumentRow) -> Response:
    """Give a file out; raises Conflict with a sentence while it waits, and when it is infected or was refused."""
    if not row.given_out:
        raise Conflict("", why_not(row))
    response = send_file(
        BytesIO(),
        mimetype=row.media_type,
        as_attachment=True,
        download_name=row.name,
        etag=False,
    )
    response.direct_passthrough = False
    # Opened when the first byte is asked for, and closed with the last.
    response.response = _chunks(store_of(settings()), row.digest)
    response.content_length = row.size
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _chunks(store: Store, digest: str) -> Iterator[bytes]:
    with store.open(digest) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def why_not(row: DocumentRow) -> str:
    """Say why a file is given to nobody."""
    if row.scan is ScanState.WAITING:
        return str(_("This file is still being checked. Try again in some minutes."))
    if row.scan is ScanState.INFECTED:
        return str(_("The virus scanner found something in this file, so it is given to nobody."))
    return str(_("This file was refused by a later check, so it is given to nobody."))
