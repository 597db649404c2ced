"""Kinds of people whose data it is: added, renamed, retired and restored."""

from sqlalchemy import func, select

from tracker.models.catalogue import DataSubject
from tracker.services import events
from tracker.services.catalogue import Entry, free_code, restore_entry, retire_entry
from tracker.services.rules import RuleBroken
from tracker.services.work import Work


def add(work: Work, name: str) -> DataSubject:
    """Add a kind of people, with a code that stays; raises RuleBroken("name")."""
    _check(work, name, None)
    position = (work.session.scalar(select(func.max(DataSubject.position))) or 0) + 1
    subject = DataSubject(code=free_code(work, DataSubject, name), name=name, position=position)
    work.session.add(subject)
    work.session.flush()
    events.record(work, "catalogue:subject-added", f"added the data subjects {name}", ("data subject", subject.id))
    return subject


def rename(work: Work, subject: DataSubject, name: str) -> None:
    """Call a kind of people something else; raises RuleBroken("name")."""
    _check(work, name, subject)
    sentence = f"renamed the data subjects {subject.name} to {name}"
    changed = events.changes({"name": subject.name}, {"name": name})
    subject.name = name
    events.record(work, "catalogue:subject-renamed", sentence, ("data subject", subject.id), details=changed)


def retire(work: Work, subject: DataSubject) -> None:
    """Offer a kind of people no more; raises RuleBroken when it is retired."""
    retire_entry(work, subject, Entry("data subject", "subject", f"the data subjects {subject.name}"))


def restore(work: Work, subject: DataSubject) -> None:
    """Offer a retired kind of people again; raises RuleBroken when it is not retired."""
    restore_entry(work, subject, Entry("data subject", "subject", f"the data subjects {subject.name}"))


def _check(work: Work, name: str, known: DataSubject | None) -> None:
    if not name:
        raise RuleBroken("name", "Type a name.")
    other = work.session.scalars(select(DataSubject.id).where(func.lower(DataSubject.name) == name.lower())).first()
    if other is not None and (known is None or other != known.id):
        raise RuleBroken("name", "These data subjects stand in the catalogue already.")
