"""The door for returned mail: a mail server posts each message as it came, with the secret of TRACKER_RETURNS_TOKEN.

Nobody is signed in here and no cookie is looked at, so there is no form token either: the secret is the whole guard.
"""

from hmac import compare_digest
from typing import cast

from flask import Blueprint, Flask, Response, abort, request
from flask_wtf import CSRFProtect

from tracker.mail.bounce import LARGEST
from tracker.services import attempts, returned_mail
from tracker.web.context import commit, session, settings, work
from tracker.web.permissions import public

bp = Blueprint("returned_mail", __name__)
MOST_FAILURES = 10
LARGEST_MESSAGE = 8 * LARGEST
"""Only the first part is read; what is larger still is no report and is refused."""


def register(app: Flask) -> None:
    """Add the room; its one route needs no form token."""
    cast("CSRFProtect", app.extensions["csrf"]).exempt(bp)
    app.register_blueprint(bp)


@bp.post("/returned-mail")
@public
def take() -> Response:
    if not settings().returns_token:
        abort(404)
    _let_in()
    request.max_content_length = LARGEST_MESSAGE
    outcome = returned_mail.take(work(), request.get_data())
    commit()
    return Response(outcome.sentence + "\n", mimetype="text/plain")


def _let_in() -> None:
    key = f"returned-mail:{request.remote_addr}"
    if attempts.count(work(), key) >= MOST_FAILURES:
        session().rollback()
        abort(429)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not compare_digest(given.encode(), settings().returns_token.encode()):
        attempts.note(work(), key)
        commit()
        abort(401)
