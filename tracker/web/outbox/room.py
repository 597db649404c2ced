"""The room's routes: in sample mode everybody reads the letters, as everybody reads their own mail elsewhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Blueprint, Flask

from tracker.config import Settings
from tracker.web.outbox import deeds, reading
from tracker.web.permissions import permitted, public

View = Callable[..., Any]
READ = (
    ("", "index", reading.index),
    ("/<int:letter_id>", "letter", reading.letter),
    ("/<int:letter_id>/html", "html", reading.html),
)


def register(app: Flask) -> None:
    """Add the room; only sample mode, which never holds real data, opens it without sign-in."""
    sample = cast("Settings", app.extensions["tracker.settings"]).sample_mode
    guard = public if sample else permitted("letter:read")
    bp = Blueprint("outbox", __name__, url_prefix="/outbox")
    for rule, name, view in READ:
        bp.add_url_rule(rule, name, guard(_own(view)))
    bp.add_url_rule("/<int:letter_id>/send", "send", deeds.send, methods=["POST"])
    bp.add_url_rule("/<int:letter_id>/withdraw", "withdraw", deeds.withdraw, methods=["GET", "POST"])
    app.register_blueprint(bp)


def _own(view: View) -> View:
    # The guard marks the function, and two applications of one process may differ.
    @wraps(view)
    def call(**values: object) -> Any:  # noqa: ANN401  # what the view answers
        return view(**values)

    return call
