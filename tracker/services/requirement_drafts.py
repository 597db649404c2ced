"""Drafts of requirement versions: begun from the newest version, or given up."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from tracker.models.requirement import Clause, RequirementSet, RequirementVersion
from tracker.queries.requirement_drafts import DraftClause, clauses_of, open_draft
from tracker.services import events
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

LONGEST_NOTE: Final = 2000


def begin(work: Work, set_id: int) -> RequirementVersion:
    """Begin a draft as a copy of the newest published version of a set, and flush.

    Raises Conflict when the set has a draft already, LookupError when it has no version.
    """
    work.session.execute(select(RequirementSet.id).where(RequirementSet.id == set_id).with_for_update())
    found = open_draft(work.session, set_id)
    if found is not None:
        raise Conflict("", f"Version {found.number} is being drafted already; change that draft, or discard it.")
    newest = _newest(work, set_id)
    draft = RequirementVersion(
        set_id=set_id,
        number=(work.session.scalar(select(func.max(RequirementVersion.number))) or 0) + 1,
        effective_on=work.today,
        grace_days=newest.grace_days,
        note="",
        based_on_id=newest.id,
        drafted_by_id=work.actor.id if work.actor.kind == "person" else None,
    )
    work.session.add(draft)
    flush(work, "Somebody else has begun a draft at this moment; load the page again.")
    rows = [copied(clause, draft.id) for clause in clauses_of(work.session, newest.id)]
    if rows:
        work.session.execute(insert(Clause), rows)
    record(work, draft, "draft-begun", f"began to draft version {draft.number} of the requirements")
    return draft


def discard(work: Work, draft: RequirementVersion) -> None:
    """Give a draft up: it and its clauses are gone. Raises RuleBroken when it is published."""
    check_draft(work, draft)
    number = draft.number
    record(work, draft, "draft-discarded", f"discarded the draft of version {number} of the requirements")
    gone = delete(Clause).where(Clause.version_id == draft.id)
    work.session.execute(gone.execution_options(synchronize_session="fetch"))
    work.session.delete(draft)
    work.session.flush()


def change_note(work: Work, draft: RequirementVersion, note: str) -> None:
    """Keep in a sentence what a version is about. Raises RuleBroken on `note`."""
    check_draft(work, draft)
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("note", f"Shorten it to {LONGEST_NOTE:,} characters.")
    if (before := draft.note) == note.strip():
        return
    draft.note = note.strip()
    work.session.flush()
    said = f"changed what the draft of version {draft.number} is about"
    record(work, draft, "draft-changed", said, {"note": [before, draft.note]})


def _newest(work: Work, set_id: int) -> RequirementVersion:
    statement = select(RequirementVersion).where(
        RequirementVersion.set_id == set_id, RequirementVersion.published_at.is_not(None)
    )
    newest = work.session.scalars(statement.order_by(RequirementVersion.number.desc()).limit(1)).first()
    if newest is None:
        raise LookupError("There is no version to begin from: load the catalogue first.")
    return newest


def check_draft(work: Work, draft: RequirementVersion) -> None:
    """Lock a draft for a change; raises RuleBroken when it is published."""
    work.session.refresh(draft, with_for_update=True)
    if draft.published_at is not None:
        raise RuleBroken("", f"Version {draft.number} is published; its clauses are never changed. Draft a new one.")


def copied(clause: DraftClause, version_id: int) -> dict[str, object]:
    """Return the columns of a clause as a clause of another version."""
    plain = asdict(clause)
    return {
        "version_id": version_id,
        **{name: plain[name] for name in ("code", "text", "rule", "principle", "position")},
    }


def flush(work: Work, sentence: str, field: str = "") -> None:
    """Flush; what the database refuses becomes a RuleBroken with this sentence."""
    try:
        work.session.flush()
    except IntegrityError as error:
        raise RuleBroken(field, sentence) from error


def record(
    work: Work, draft: RequirementVersion, deed: str, sentence: str, details: Mapping[str, Any] | None = None
) -> None:
    """Record a deed on the page of the version."""
    events.record(work, f"requirement:{deed}", sentence, ("requirement", draft.id), details=dict(details or {}))
