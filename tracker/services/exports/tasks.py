"""Tasks: what staff must look at, open or done."""

from collections.abc import Iterator

from tracker.exports.sheet import Kind
from tracker.queries import tasks
from tracker.queries.tasks import TaskRow
from tracker.services.exports.asked import Asked
from tracker.services.exports.field import Field, field, local
from tracker.services.exports.view import View
from tracker.services.work import Work


def _fields(work: Work) -> tuple[Field[TaskRow], ...]:
    at = local(work)
    return (
        field("task", "Task", lambda t: t.sentence, "What is to be looked at; a link.", Kind.LINKED, 56),
        field("kind", "Kind", lambda t: str(t.kind), "Why somebody must look.", width=19),
        field("vendor", "Vendor", lambda t: t.vendor, "The company that it is about.", width=28),
        field("contact", "Contact", lambda t: t.contact, "The contact that it is about.", width=22),
        field("person", "Colleague", lambda t: t.person, "The colleague that it is about.", width=20),
        field("letter", "Letter", lambda t: t.letter_subject, "The letter that it is about.", width=34),
        field("opened", "Since", lambda t: at(t.opened_at), "When it was opened.", Kind.MOMENT, 17),
        field("done", "Done", lambda t: at(t.done_at), "When it was done.", Kind.MOMENT, 17),
        field("done_by", "Done by", lambda t: t.done_by, "Who did it.", width=20),
        field("note", "What was done", lambda t: t.note, "In the words of who did it.", Kind.PROSE, 36),
    )


def _done(asked: Asked) -> bool:
    return asked.words.get("show", "") == "done"


def _rows(work: Work, asked: Asked) -> Iterator[TaskRow]:
    found = tasks.every(work.session, asked.viewer, done=_done(asked))
    return (row for row in found if work.clock.day_of(row.opened_at) <= asked.on)


TASKS = View(
    name="tasks",
    title="Tasks",
    nouns=("task", "tasks"),
    fields=_fields,
    rows=_rows,
    count=lambda work, asked: tasks.count(work.session, asked.viewer, done=_done(asked)),
    filters=lambda _work, asked: ("shown: done",) if _done(asked) else ("shown: open",),
    page="/tasks/",
    number=lambda row: row.id,
)
