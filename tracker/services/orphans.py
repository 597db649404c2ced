"""Files that nothing names, left by a process killed between file and row; and files that are not whole."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from typing import Final

from sqlalchemy import select

from tracker.documents.store import Store, store_of
from tracker.models.document import Document
from tracker.models.export_run import ExportRun
from tracker.models.list_import import ListImport
from tracker.models.scheduler import JobRun
from tracker.services import heartbeat
from tracker.services.work import Work

LEFT_ALONE: Final = timedelta(hours=24)
"""So long nobody takes away what no row names: its upload may still be under way."""
EVERY: Final = timedelta(hours=24)
JOB: Final = "files"
LIST_KEPT: Final = timedelta(days=31)
"""So long the file of an import is kept after it was last worked on."""
AT_ONCE: Final = 500
CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Orphan:
    """A file of the store that no document, import or export names: its key there and its size in bytes."""

    key: str
    size: int


@dataclass(frozen=True, slots=True)
class Whole:
    """What a check of every document's file found: how many there are, and the digests that miss or differ."""

    documents: int
    missing: tuple[str, ...]
    different: tuple[str, ...]


def orphans(work: Work, store: Store) -> Iterator[Orphan]:
    """Give what nothing names and lies there for more than a day: files, their pictures, half-written ones."""
    old = ((kept, digest) for kept, digest in store.listed() if kept.put_at < work.now - LEFT_ALONE)
    while batch := list(islice(old, AT_ONCE)):
        named = _named(work, {digest for _kept, digest in batch if digest})
        yield from (Orphan(kept.key, kept.size) for kept, digest in batch if digest is None or digest not in named)


def sweep(work: Work, store: Store) -> int:
    """Remove the orphans; return how many. One that arrives again meanwhile stays."""
    return sum(store.remove(orphan.key, work.now - LEFT_ALONE) for orphan in orphans(work, store))


def check(work: Work, store: Store, progress: Callable[[], None] = lambda: None) -> Whole:
    """Read the file of every document and compare its SHA-256 with the digest that the row names."""
    digests = list(work.session.scalars(select(Document.digest).distinct().order_by(Document.digest)))
    work.session.rollback()
    missing, different = [], []
    for digest in digests:
        progress()
        try:
            if _digest(store, digest) != digest:
                different.append(digest)
        except FileNotFoundError:
            missing.append(digest)
    return Whole(len(digests), tuple(missing), tuple(different))


def sweep_daily(work: Work, commit: Callable[[], None]) -> str:
    """Sweep when the last sweep is a day ago; return in words what was done, or nothing."""
    last = work.session.get(JobRun, JOB)
    if last is not None and last.finished_at is not None and last.finished_at + EVERY > work.now:
        return ""
    heartbeat.started(work, JOB)
    commit()
    gone = sweep(work, store_of(work.settings))
    said = f"took {gone} files away that no document names"
    heartbeat.finished(work, JOB, said)
    commit()
    return said


def _named(work: Work, digests: Iterable[str]) -> set[str]:
    wanted = sorted(digests)
    found = set(work.session.scalars(select(Document.digest).where(Document.digest.in_(wanted))))
    lists = select(ListImport.digest).where(ListImport.touched_at >= work.now - LIST_KEPT)
    found |= set(work.session.scalars(lists.where(ListImport.digest.in_(wanted))))
    exports = select(ExportRun.digest).where(ExportRun.kept_until_at >= work.now)
    found |= set(work.session.scalars(exports.where(ExportRun.digest.in_(wanted))))
    # Nobody waits for this transaction while files are looked at.
    work.session.rollback()
    return found


def _digest(store: Store, digest: str) -> str:
    found = sha256()
    with store.open(digest) as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()
