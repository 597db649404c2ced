"""Tasks: what a person must look at because the tracker cannot settle it; opened and closed with an event."""

from sqlalchemy import bindparam, select

from tracker.domain.record_words import TaskKind
from tracker.models.task import Task
from tracker.services import events
from tracker.services.rules import RuleBroken
from tracker.services.work import Work

LONGEST_NOTE = 500
# Built once: each letter that leaves asks it.
OPEN_WITH = select(Task).where(Task.key == bindparam("key"), Task.done_at.is_(None))


def open_(  # noqa: PLR0913  # what a task can be about, by name
    work: Work,
    kind: TaskKind,
    key: str,
    sentence: str,
    *,
    letter_id: int | None = None,
    contact_id: int | None = None,
    person_id: int | None = None,
    vendor_id: int | None = None,
    contract_id: int | None = None,
) -> Task:
    """Open a task, and flush; while one with this key is open, that one is returned unchanged.

    `sentence` says what happened and what to do, in one or two sentences.
    """
    known = open_with(work, key)
    if known is not None:
        return known
    about = {"letter": letter_id, "contact": contact_id, "person": person_id, "vendor": vendor_id,
             "contract": contract_id}  # fmt: skip
    ids = {f"{name}_id": number for name, number in about.items()}
    task = Task(key=key, kind=kind, sentence=sentence, opened_at=work.now, note="", **ids)
    work.session.add(task)
    work.session.flush()
    events.record(work, "task:opened", f"opened a task: {sentence}", *_subjects(task))
    return task


def close(work: Work, task: Task, note: str) -> Task:
    """Note that a task is done and why, and flush; the same trouble opens a new one then.

    Raises RuleBroken on `note` when nothing is said, and when the task is done already.
    """
    if task.done_at is not None:
        raise RuleBroken("", "This task is done already.")
    note = " ".join(note.split())
    if not note:
        raise RuleBroken("note", "Say what was done.")
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("note", f"Use at most {LONGEST_NOTE} characters.")
    task.done_at, task.note = work.now, note
    task.done_by_id = work.actor.id if work.actor.kind == "person" else None
    # Keys are unique: the next trouble of the same kind needs this one's.
    task.key = f"{task.key}#{task.id}"
    work.session.flush()
    events.record(work, "task:done", f"closed a task: {note}", *_subjects(task), details={"task": task.sentence})
    return task


def settle(work: Work, key: str, note: str) -> bool:
    """Close the open task with this key because its cause is gone; return whether there was one."""
    task = open_with(work, key)
    if task is not None:
        close(work, task, note)
    return task is not None


def letter_key(letter_id: int) -> str:
    """The key of the task about a letter that was refused."""
    return f"letter:{letter_id}"


def returned_key(letter_id: int) -> str:
    """The key of the task about a letter that came back without a fault of its address."""
    return f"returned:{letter_id}"


def open_with(work: Work, key: str) -> Task | None:
    """Return the open task with a key, or None; its key changes when it is closed."""
    return work.session.scalars(OPEN_WITH, {"key": key}).first()


def _subjects(task: Task) -> list[events.Subject]:
    about = {"letter": task.letter_id, "contact": task.contact_id, "person": task.person_id,
             "vendor": task.vendor_id, "contract": task.contract_id}  # fmt: skip
    return [(kind, number) for kind, number in about.items() if number is not None]
