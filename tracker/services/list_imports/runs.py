"""An import from its file to its end: begun, mapped, checked, applied or cancelled, and undone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import BinaryIO, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker.documents.names import clean_name
from tracker.documents.places import StoreFull
from tracker.documents.store import TooLarge, store_of
from tracker.domain.import_words import ImportKind, ImportState
from tracker.domain.roles import Role
from tracker.imports.listing import Listing
from tracker.imports.mapping import Mapping
from tracker.imports.table import ListUnreadable
from tracker.models.list_import import ListImport, SavedMapping
from tracker.models.person import PersonRole
from tracker.services.list_imports import applying, checking, undoing
from tracker.services.list_imports.applying import CHANGED_SINCE
from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.services.work import Work

LARGEST: Final = 100 * 1024 * 1024
SMALL_FILE: Final = 1024 * 1024
FEW_ROWS: Final = 2000
"""Lists up to this size are checked and applied while the person waits, larger ones by the job."""
UNDO_DAYS: Final = 30
LONGEST_SUFFIX: Final = 6
LONGEST_MAPPING_NAME: Final = 100
OPEN: Final = frozenset({ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED})
UNDER_WAY: Final = frozenset({ImportState.WAITING, ImportState.CHECKING, ImportState.STARTING})


def begin(work: Work, kind: ImportKind, stream: BinaryIO, name: str) -> ListImport:
    """Keep a file and begin its import; nothing is read yet.

    Raises RuleBroken on `file` for one that is empty, larger than 100 MB or cannot be kept, NotAllowed for past
    attestations to who may not accept them.
    """
    _check_kind(work, kind)
    try:
        stored = store_of(work.settings).put(stream, LARGEST)
    except TooLarge as error:
        raise RuleBroken("file", "This file is larger than 100 MB. Part the list into several files.") from error
    except StoreFull as error:
        raise RuleBroken("file", "There is no room to keep the file. Tell your administrator.") from error
    if stored.size == 0:
        raise RuleBroken("file", "This file is empty. Choose the list and try again.")
    run = ListImport(
        kind=kind.value,
        state=ImportState.MAPPING.value,
        person_id=work.actor.id if work.actor.kind == "person" else None,
        file_name=clean_name(name, _suffix(name)),
        digest=stored.digest,
        size=stored.size,
        created_at=work.now,
        touched_at=work.now,
    )
    work.session.add(run)
    work.session.flush()
    return run


def set_mapping(work: Work, run: ListImport, mapping: Mapping, *, undecided_are_new: bool | None = None) -> None:
    """Say how the list is read, and flush; `check` follows. Raises Conflict once it is on its way in, or in."""
    if run.state not in OPEN or run.applied_at is not None:
        raise Conflict("", "This list is being worked on or was brought in already; look at it again.")
    run.mapping = mapping.as_json()
    if undecided_are_new is not None:
        run.undecided_are_new = undecided_are_new
    run.state, run.counts, run.outcome, run.problem = ImportState.MAPPING, {}, "", ""
    run.touched_at = work.now
    work.session.flush()


def save_mapping(work: Work, run: ListImport, name: str, headings_key: str) -> SavedMapping:
    """Keep how a list is read under a name, in the place of what that name meant before; raises RuleBroken."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_MAPPING_NAME:
        raise RuleBroken("save_as", f"Give a name of at most {LONGEST_MAPPING_NAME} characters.")
    found = select(SavedMapping).where(SavedMapping.kind == run.kind, SavedMapping.name == name)
    saved = work.session.scalars(found).first()
    if saved is None:
        saved = SavedMapping(kind=run.kind, name=name, created_at=work.now)
        work.session.add(saved)
    saved.mapping, saved.headings_key, saved.person_id = dict(run.mapping), headings_key[:64], run.person_id
    work.session.flush()
    return saved


def check(work: Work, run: ListImport) -> None:
    """Compare a mapped list with what is known: a small one at once, a large one waits for the job.

    Raises RuleBroken when nobody said how it is read, Conflict once it is on its way in.
    """
    if not run.mapping:
        raise RuleBroken("", "Say first what the columns hold.")
    if run.state not in OPEN or run.applied_at is not None:
        raise Conflict("", "This list is being worked on or was brought in already; look at it again.")
    run.state, run.done, run.total, run.touched_at = ImportState.WAITING, 0, 0, work.now
    run.problem = ""
    work.session.flush()
    _check_if_small(work, run)


def ask_apply(work: Work, run: ListImport, *, skips_refused: bool = False) -> None:
    """Bring in what was looked at: a small list at once, a large one by the job. Asked twice is once.

    Raises RuleBroken when rows stand in the way or nothing is to be done. When something was changed since it was
    looked at, nothing is written: the list is checked anew and `run.problem` says so.
    """
    work.session.refresh(run, with_for_update=True)
    if run.state in {ImportState.STARTING, ImportState.APPLYING, ImportState.APPLIED}:
        return
    if run.state != ImportState.CHECKED:
        raise Conflict("", "This list is not ready to be brought in; look at it again.")
    applying.check_ready(run, skips_refused=skips_refused)
    run.skips_refused, run.state, run.touched_at = skips_refused, ImportState.STARTING, work.now
    work.session.flush()
    if run.total <= FEW_ROWS:
        apply(work, run)


def apply(work: Work, run: ListImport, known: Listing | None = None) -> None:
    """Write a list that is to be applied, and flush: all of it, or nothing and the list is checked anew."""
    try:
        found = known or checking.reader_of(work, run)()
        with work.session.begin_nested():
            applying.apply(work, run, found)
    except (Conflict, IntegrityError):
        work.session.refresh(run)
        checking.check(work, run, known=found)
        run.problem = CHANGED_SINCE
        work.session.flush()
    except ListUnreadable as error:
        run.state, run.problem = ImportState.FAILED, str(error)
        work.session.flush()


def cancel(work: Work, run: ListImport) -> None:
    """Put a list aside before it is in, and flush; a check under way stops. Raises Conflict when it is too late."""
    work.session.refresh(run, with_for_update={"skip_locked": True})
    if run.state == ImportState.CANCELLED:
        return
    if run.state == ImportState.APPLYING:
        raise Conflict("", "The list is being written at this moment. Undo the import when it is in.")
    if run.state not in OPEN | UNDER_WAY or run.applied_at is not None:
        raise Conflict("", "This list was brought in already; undo the import instead.")
    run.state, run.cancelled_at, run.touched_at = ImportState.CANCELLED, work.now, work.now
    work.session.flush()


def undo(work: Work, run: ListImport) -> None:
    """Put back what an import changed and remove what it made, and flush; itself an event.

    Raises RuleBroken when it is more than 30 days ago, or with all that was changed since and stands in the way.
    """
    work.session.refresh(run, with_for_update=True)
    if run.state == ImportState.UNDONE:
        return
    if run.state != ImportState.APPLIED or run.applied_at is None:
        raise Conflict("", "This list was not brought in, so there is nothing to undo.")
    if run.applied_at + timedelta(days=UNDO_DAYS) < work.now:
        raise RuleBroken("", f"An import can be undone for {UNDO_DAYS} days; this one is older.")
    undoing.undo(work, run)
    run.state, run.undone_at, run.touched_at = ImportState.UNDONE, work.now, work.now
    work.session.flush()


def _check_if_small(work: Work, run: ListImport) -> None:
    if run.size > SMALL_FILE:
        return
    try:
        found = checking.reader_of(work, run)()
    except ListUnreadable as error:
        run.state, run.problem = ImportState.FAILED, str(error)
        work.session.flush()
        return
    if len(found.records) + len(found.errors) <= FEW_ROWS:
        checking.check(work, run, known=found)


def _suffix(name: str) -> str:
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    return suffix if suffix[1:].isalnum() and len(suffix) <= LONGEST_SUFFIX else ".csv"


def _check_kind(work: Work, kind: ImportKind) -> None:
    if kind is not ImportKind.ATTESTATIONS or work.actor.kind != "person":
        return
    roles = set(work.session.scalars(select(PersonRole.role).where(PersonRole.person_id == work.actor.id)))
    if Role.PRIVACY_OFFICER not in roles:
        raise NotAllowed("kind", "Past attestations count as accepted: a privacy officer brings them in.")
