"""Publishing a requirement version, and withdrawing one before it takes effect."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from tracker.domain.days import day_words, plus_days
from tracker.models.requirement import RequirementSet, RequirementVersion
from tracker.queries.requirement_drafts import clauses_of, fingerprint, in_use
from tracker.services import events, recount
from tracker.services.requirement_drafts import check_draft
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

LONGEST_GRACE: Final = 730
FURTHEST: Final = 730
CHANGED: Final = "The draft was changed since you looked at what follows from it. Nothing was published; look again."


@dataclass(frozen=True, slots=True)
class NewPublication:
    """From which city day a version is in force, and for how many days more the one before it counts."""

    effective_on: date
    grace_days: int


def check(work: Work, draft: RequirementVersion, new: NewPublication) -> None:
    """Raise RuleBroken on `effective_on`, `grace_days` or `note` when a draft cannot be published so.

    The effective day is not before today, because what counted on a day that is over cannot change, and not before
    that of a version already published.
    """
    if new.effective_on < work.today:
        raise RuleBroken("effective_on", "Choose today or a later day: what counted on earlier days stays as it was.")
    if new.effective_on > plus_days(work.today, FURTHEST):
        raise RuleBroken("effective_on", "Choose a day within two years.")
    latest = _latest(work, draft)
    if latest is not None and new.effective_on <= latest.effective_on:
        day = day_words(latest.effective_on)
        raise RuleBroken("effective_on", f"Choose a day after {day}, when version {latest.number} takes effect.")
    if not 0 <= new.grace_days <= LONGEST_GRACE:
        raise RuleBroken("grace_days", f"Type a number of days from 0 to {LONGEST_GRACE}.")
    if not draft.note.strip():
        raise RuleBroken("note", "Say first in a sentence what this version is about; everybody reads it.")


def publish(work: Work, draft: RequirementVersion, new: NewPublication, seen: str) -> bool:
    """Put a draft in force from its effective day on; standings follow in this transaction, or by a job.

    `seen` is the fingerprint of the draft that was looked at. Returns False when there are so many contracts that
    their standings follow in the background. Raises Conflict when the draft changed since, RuleBroken like `check`.
    """
    work.session.execute(select(RequirementSet.id).where(RequirementSet.id == draft.set_id).with_for_update())
    check_draft(work, draft)
    check(work, draft, new)
    clauses = clauses_of(work.session, draft.id)
    if seen != fingerprint(draft.note, clauses):
        raise Conflict("", CHANGED)
    if not clauses:
        raise RuleBroken("", "A version needs at least one clause.")
    draft.effective_on, draft.grace_days, draft.published_at = new.effective_on, new.grace_days, work.now
    work.session.flush()
    details = {
        "effective_on": new.effective_on.isoformat(),
        "grace_days": new.grace_days,
        "note": draft.note,
        "clauses": [clause.code for clause in clauses],
        "fingerprint": seen,
    }
    said = f"published version {draft.number} of the requirements, in force from {day_words(new.effective_on)}"
    events.record(work, "requirement:published", said, ("requirement", draft.id), details=details)
    return recount.refresh_all(work)


def hinders_withdrawal(work: Work, version: RequirementVersion) -> str | None:
    """Say why a published version cannot be made a draft again; None when it can."""
    if version.published_at is None:
        return "This version is not published."
    if version.effective_on <= work.today:
        return f"Version {version.number} is in force since {day_words(version.effective_on)}; draft a new version."
    if in_use(work.session, version.id):
        return f"Vendors are being asked for version {version.number} already; draft a new version."
    if version.based_on_id is None:
        return "This version did not begin as a draft."
    if _latest(work, version) is not None and _latest(work, version) is not version:
        return "A later version is published already."
    return None


def withdraw(work: Work, version: RequirementVersion, reason: str) -> bool:
    """Make a version that is not in force yet a draft again; returns like `publish`.

    Raises RuleBroken on `reason`, and when it is in force, asked for already, or another draft is open.
    """
    work.session.execute(select(RequirementSet.id).where(RequirementSet.id == version.set_id).with_for_update())
    work.session.refresh(version, with_for_update=True)
    if not reason.strip():
        raise RuleBroken("reason", "Say why it is withdrawn.")
    hindered = hinders_withdrawal(work, version)
    if hindered is not None:
        raise RuleBroken("", hindered)
    other = select(RequirementVersion.id).where(
        RequirementVersion.set_id == version.set_id, RequirementVersion.published_at.is_(None)
    )
    if work.session.scalars(other).first() is not None:
        raise RuleBroken("", "Another version is being drafted; discard that draft first.")
    version.published_at = None
    work.session.flush()
    work.session.expire_all()
    said = f"withdrew version {version.number} of the requirements before it took effect: {reason.strip()}"
    events.record(work, "requirement:withdrawn", said, ("requirement", version.id))
    return recount.refresh_all(work)


def _latest(work: Work, version: RequirementVersion) -> RequirementVersion | None:
    statement = select(RequirementVersion).where(
        RequirementVersion.published_at.is_not(None), RequirementVersion.set_id == version.set_id
    )
    return work.session.scalars(statement.order_by(RequirementVersion.number.desc()).limit(1)).first()
