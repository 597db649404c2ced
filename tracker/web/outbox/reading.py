"""The list of letters, one letter, and its HTML as a mail program shows it."""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain.record_words import LetterState
from tracker.queries import letters as queries
from tracker.queries.letters import LetterPage, Wanted
from tracker.queries.scope import Viewer
from tracker.services.letters import KINDS, SECRET_KINDS, UNSENT, can_go_again
from tracker.web.context import session, settings, viewer
from tracker.web.forms import clean
from tracker.web.letter_frame import letter_frame
from tracker.web.outbox.linked import linked

KIND_WORDS = {
    "invitation": lazy_gettext("Invitation"),
    "code": lazy_gettext("Code"),
    "receipt": lazy_gettext("Receipt"),
    "returned": lazy_gettext("Returned"),
    "accepted": lazy_gettext("Accepted"),
    "digest": lazy_gettext("Reminders"),
    "reset": lazy_gettext("Password"),
    "notice": lazy_gettext("Notice"),
    "heartbeat": lazy_gettext("Heartbeat"),
    "checkpoint": lazy_gettext("Checkpoint"),
    "export": lazy_gettext("Export"),
}
STATE_WORDS = {
    LetterState.WAITING: lazy_gettext("Waiting"),
    LetterState.SENDING: lazy_gettext("Being sent"),
    LetterState.SENT: lazy_gettext("Sent"),
    LetterState.FAILED: lazy_gettext("Failed"),
    LetterState.WITHDRAWN: lazy_gettext("Withdrawn"),
}
LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Tab:
    """A state to filter by, with how many letters stand in it."""

    label: str
    href: str
    current: bool
    count: int


def index() -> str:
    wanted, page = _wanted(), _page()
    rows, total = queries.letters(session(), _reader(), wanted, page)
    return render_template(
        "outbox/index.html",
        rows=rows,
        total=total,
        first=(page - 1) * queries.PAGE + 1,
        previous=_href(wanted, page=page - 1) if page > 1 else None,
        following=_href(wanted, page=page + 1) if page * queries.PAGE < total else None,
        tabs=_tabs(wanted),
        wanted=wanted,
        kinds=[(kind, KIND_WORDS[kind]) for kind in KINDS],
        kind_words=KIND_WORDS,
        state_words=STATE_WORDS,
        sample=settings().sample_mode,
    )


def letter(letter_id: int) -> str:
    page = _found(letter_id)
    sample = settings().sample_mode
    return render_template(
        "outbox/letter.html",
        page=page,
        row=page.row,
        parts=linked(page.text, settings().base_url if sample else ""),
        hidden=_hidden(page),
        sample=sample,
        sender=settings().mail_from,
        unsent=page.row.state in UNSENT,
        again=can_go_again(page.row.state, page.row.returned_at),
        kind_words=KIND_WORDS,
        state_words=STATE_WORDS,
    )


def html(letter_id: int) -> Response:
    page = _found(letter_id)
    if _hidden(page):
        abort(404)
    # Outside sample mode its links are meant for somebody else and lead nowhere.
    return letter_frame(page.html, leads=settings().sample_mode)


def _found(letter_id: int) -> LetterPage:
    page = queries.letter(session(), _reader(), letter_id)
    if page is None:
        abort(404)
    return page


def _hidden(page: LetterPage) -> bool:
    return page.row.kind in SECRET_KINDS and not settings().sample_mode


def _reader() -> Viewer | None:
    return None if settings().sample_mode else viewer()


def _wanted() -> Wanted:
    asked = request.args
    state, kind, recipient = (clean(asked.get(name)) for name in ("state", "kind", "to"))
    return Wanted(state, kind, recipient[:100])


def _page() -> int:
    return max(1, min(LAST_PAGE, request.args.get("page", 1, type=int)))


def _href(wanted: Wanted, *, page: int = 1, state: str | None = None) -> str:
    values = {"state": wanted.state if state is None else state, "kind": wanted.kind, "to": wanted.recipient}
    given: dict[str, Any] = {name: value for name, value in values.items() if value}
    return url_for("outbox.index", page=page if page > 1 else None, **given)


def _tabs(wanted: Wanted) -> list[Tab]:
    counted = queries.counts(session(), _reader())
    whole = Tab(_("All"), _href(wanted, state=""), not wanted.state, sum(counted.values()))
    return [
        whole,
        *(
            Tab(str(words), _href(wanted, state=state.value), wanted.state == state, counted.get(state, 0))
            for state, words in STATE_WORDS.items()
            if counted.get(state) or state is not LetterState.SENDING
        ),
    ]
