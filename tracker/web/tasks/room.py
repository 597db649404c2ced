"""The room of tasks: the list, one task with what to do about it, and the two ways in which it ends."""

from dataclasses import dataclass

from flask import Blueprint, Flask, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import TextAreaField

from tracker.domain.record_words import TaskKind
from tracker.models.contact import Contact
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.models.task import Task
from tracker.queries import tasks as queries
from tracker.queries.tasks import TaskRow
from tracker.services import tasks, unreachable
from tracker.services.letters import can_go_again
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.deeds import attempt, say_done
from tracker.web.forms import Form, clean
from tracker.web.permissions import permitted

bp = Blueprint("tasks", __name__, url_prefix="/tasks")
LAST_PAGE = 10_000
KIND_WORDS = {
    TaskKind.LETTER_REFUSED: lazy_gettext("Letter refused"),
    TaskKind.MAIL_RETURNED: lazy_gettext("Mail returned"),
    TaskKind.DOCUMENT_INFECTED: lazy_gettext("Document infected"),
    TaskKind.DOCUMENT_UNCHECKED: lazy_gettext("Document not checked"),
}


class DoneForm(Form):
    """What was done about a task."""

    note = TextAreaField(lazy_gettext("What was done"), filters=[clean])


@dataclass(frozen=True, slots=True)
class Tab:
    """Open or done tasks, with how many there are."""

    label: str
    href: str
    current: bool
    count: int | None = None


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)


@bp.get("")
@permitted("task:read")
def index() -> str:
    done = request.args.get("show") == "done"
    page = max(1, min(LAST_PAGE, request.args.get("page", 1, type=int)))
    rows, total = queries.tasks(session(), the_viewer(), done=done, page=page)
    first = (page - 1) * queries.PAGE + 1
    show = "done" if done else None
    return render_template(
        "tasks/index.html",
        rows=rows,
        total=total,
        done=done,
        tabs=_tabs(total, done=done),
        kind_words=KIND_WORDS,
        first=first,
        previous=url_for("tasks.index", show=show, page=page - 1) if page > 1 else None,
        following=url_for("tasks.index", show=show, page=page + 1) if first + len(rows) <= total else None,
    )


@bp.get("/<int:task_id>")
@permitted("task:read")
def page(task_id: int) -> str:
    return _page(_found(task_id), DoneForm())


@bp.post("/<int:task_id>/done")
@permitted("task:close")
def done(task_id: int) -> ResponseReturnValue:
    row, form = _found(task_id), DoneForm()
    if form.validate():
        with attempt(form) as deed:
            tasks.close(work(), session().get_one(Task, task_id), form.note.data)
        if deed.done:
            return say_done(_("The task is done."), "tasks.index")
    return _page(row, form), 422


@bp.post("/<int:task_id>/works-again")
@permitted("task:close")
def works_again(task_id: int) -> ResponseReturnValue:
    row = _found(task_id)
    if row.contact_id is not None:
        unreachable.works_again(work(), session().get_one(Contact, row.contact_id))
    elif row.person_id is not None:
        unreachable.person_works_again(work(), session().get_one(Person, row.person_id))
    else:
        abort(404)
    commit()
    return say_done(_("Letters go to this address again."), "tasks.index")


def _found(task_id: int) -> TaskRow:
    row = queries.task(session(), the_viewer(), task_id)
    if row is None:
        abort(404)
    return row


def _page(row: TaskRow, form: DoneForm) -> str:
    letter = session().get(Letter, row.letter_id) if row.letter_id else None
    return render_template(
        "tasks/page.html",
        row=row,
        form=form,
        kind_words=KIND_WORDS,
        again=letter is not None and row.done_at is None and can_go_again(letter.state, letter.returned_at),
        reason=(letter.returned_reason or letter.answer) if letter is not None else "",
    )


def _tabs(total: int, *, done: bool) -> list[Tab]:
    return [
        Tab(_("Open"), url_for("tasks.index"), not done, None if done else total),
        Tab(_("Done"), url_for("tasks.index", show="done"), done, total if done else None),
    ]
