"""The file of an import, opened again from the store."""

from tracker.imports.table import Opened
from tracker.services.list_imports import reading
from tracker.web.context import session, work


def opened(digest: str) -> Opened:
    """Read a kept file; raises ListUnreadable. What the transaction saw is let go: reading takes its time."""
    session().rollback()
    return reading.opened(work(), digest)
