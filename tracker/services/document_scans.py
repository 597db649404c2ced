"""Quarantine: what was received is given to nobody until it was checked to the end; what is found is told at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from tracker.documents import intake
from tracker.documents.child import CouldNotCheck
from tracker.documents.intake import Refused
from tracker.documents.scanner import Scanner, ScannerAway, ScannerFailed
from tracker.documents.store import Store, store_of
from tracker.domain.record_words import ScanState, TaskKind
from tracker.models.attestation import Attestation
from tracker.models.document import Document
from tracker.services import document_letters, events, tasks
from tracker.services.documents import document_key
from tracker.services.rules import RuleBroken
from tracker.services.work import TRACKER, Work

MOST_AT_ONCE: Final = 50
LONGEST_WAIT: Final = timedelta(days=1)
TRIES_BEFORE_TASK: Final = 5
AWAY: Final = "The virus scanner does not answer. It is asked again every minute."
NO_END: Final = "The check did not come to an end, which says nothing about the file. It is tried again."
LOST: Final = "The file is not in the store."
UNACCEPTABLE: Final = {
    ScanState.INFECTED: "The virus scanner found something in the document. Return the answer to get another one.",
    ScanState.REFUSED: "The document was refused by a later check. Return the answer to get another one.",
    ScanState.WAITING: "The document is still being checked. It can be accepted when that has come to an end.",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a file came to; `counts` says that the file itself was the reason why it came to no end."""

    state: ScanState
    words: str = ""
    pages: int | None = None
    counts: bool = False


def look(store: Store, clamav_url: str, digest: str, pages: int | None) -> Looked:
    """Look into a kept file, outside of any transaction; `pages` None means that its content was not checked yet."""
    if pages is None:
        try:
            with store.on_disk(digest) as path:
                pages = intake.check_kept(path)
        except Refused as refused:
            return Looked(ScanState.REFUSED, refused.sentence)
        except CouldNotCheck:
            return Looked(ScanState.WAITING, NO_END, counts=True)
        except FileNotFoundError:
            return Looked(ScanState.WAITING, LOST, counts=True)
    return _scanned(store, clamav_url, digest, pages) if clamav_url else Looked(ScanState.NOT_SCANNED, pages=pages)


def note(work: Work, document_id: int, looked: Looked, *, watched: bool = False) -> Document | None:
    """Record what a look came to, and flush; return the document, or None when it does not wait any more.

    What is infected or refused opens a task for staff and, unless the vendor is just being told (`watched`), writes
    the vendor a letter. A file that cannot be checked again and again opens a task and goes on waiting.
    """
    work = replace(work, actor=TRACKER)
    statement = select(Document).where(Document.id == document_id).with_for_update()
    row = work.session.scalars(statement.execution_options(populate_existing=True)).first()
    if row is None or row.scan != ScanState.WAITING:
        return None
    row.scan, row.scan_words, row.scanned_at = looked.state, looked.words[:300], work.now
    row.pages = looked.pages or row.pages
    row.scan_attempts += looked.counts
    work.session.flush()
    if looked.state is not ScanState.WAITING:
        _tell(work, row, watched=watched)
    elif row.scan_attempts == TRIES_BEFORE_TASK and row.replaced_at is None:
        _open_task(work, row, TaskKind.DOCUMENT_UNCHECKED, f"“{row.name}” could not be checked: {row.scan_words} "
                   "Look at the log, or ask the vendor for another file.")  # fmt: skip
    return row


def run(work: Work, commit: Callable[[], None]) -> str:
    """Look into the files that wait and whose next try is due, a commit each; return in words what was done."""
    store, done = store_of(work.settings), 0
    due = _due(work)
    commit()
    for number, digest, pages in due:
        looked = look(store, work.settings.clamav_url, digest, pages)
        note(work, number, looked)
        commit()
        done += looked.state is not ScanState.WAITING
        if looked.words == AWAY:
            break
    return f"checked {done} of {len(due)} received files" if due else "nothing waited"


def check_acceptable(work: Work, attestation_id: int) -> None:
    """Raise RuleBroken when a document of an attestation is infected, was refused, or is still being checked."""
    statement = select(Document.scan).where(
        Document.attestation_id == attestation_id, Document.replaced_at.is_(None), Document.scan.in_(UNACCEPTABLE)
    )
    state = work.session.scalars(statement).first()
    if state is not None:
        raise RuleBroken("", UNACCEPTABLE[ScanState(state)])


def _scanned(store: Store, clamav_url: str, digest: str, pages: int) -> Looked:
    try:
        with store.open(digest) as stream:
            found = Scanner(clamav_url).found_in(stream)
    except FileNotFoundError:
        return Looked(ScanState.WAITING, LOST, pages, counts=True)
    except ScannerAway:
        return Looked(ScanState.WAITING, AWAY, pages)
    except ScannerFailed as failed:
        return Looked(ScanState.WAITING, f"The virus scanner could not look into it: {failed}", pages, counts=True)
    return Looked(ScanState.INFECTED, found, pages) if found else Looked(ScanState.CLEAN, "", pages)


def _due(work: Work) -> list[tuple[int, str, int | None]]:
    statement = (
        select(Document.id, Document.digest, Document.pages, Document.scan_attempts, Document.scanned_at)
        .where(Document.scan == ScanState.WAITING)
        .order_by(Document.scanned_at.is_not(None), Document.scanned_at, Document.id)
    )
    found = []
    for number, digest, pages, attempts, at in work.session.execute(statement):
        wait = min(timedelta(minutes=2 ** min(attempts, 12)), LONGEST_WAIT) if attempts else timedelta(0)
        if at is None or at + wait <= work.now:
            found.append((number, digest, pages))
    return found[:MOST_AT_ONCE]


def _tell(work: Work, row: Document, *, watched: bool) -> None:
    attestation = work.session.get_one(Attestation, row.attestation_id)
    said = {
        ScanState.CLEAN: f"scanned “{row.name}” and found nothing",
        ScanState.NOT_SCANNED: f"checked “{row.name}”, which no virus scanner looked at",
        ScanState.INFECTED: f"found {row.scan_words} in “{row.name}”, which is given to nobody",
        ScanState.REFUSED: f"refused “{row.name}”: {row.scan_words}",
    }[ScanState(row.scan)]
    about = [("attestation", attestation.id), ("vendor", attestation.vendor_id)]
    about += [("request", attestation.request_id)] if attestation.request_id is not None else []
    events.record(work, f"document:{row.scan.replace(' ', '-')}", said, *about, details={"digest": row.digest})
    if ScanState(row.scan).given_out:
        tasks.settle(work, document_key(row.id), "It could be checked now.")
        return
    if row.replaced_at is not None:
        return
    sent = attestation.submitted_at is not None
    kind = TaskKind.DOCUMENT_INFECTED if row.scan == ScanState.INFECTED else TaskKind.DOCUMENT_UNCHECKED
    todo = "Return the answer, so that the vendor sends another." if sent else "The vendor was asked for another one."
    _open_task(work, row, kind, f"The tracker {said}. {todo}")
    if not watched:
        document_letters.another_wanted(work, row, attestation)


def _open_task(work: Work, row: Document, kind: TaskKind, sentence: str) -> None:
    vendor_id = work.session.get_one(Attestation, row.attestation_id).vendor_id
    tasks.open_(work, kind, document_key(row.id), sentence, vendor_id=vendor_id)
