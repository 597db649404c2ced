"""A test client that checks what it is given: no request may leave the session with changes nobody committed."""

from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from tracker.database import db


class CheckingClient(FlaskClient):
    """Fails the test whose request forgot to commit, or made changes it never flushed."""

    def open(self, *args: Any, **kwargs: Any) -> Any:  # whatever the client is asked
        if has_app_context():
            # The test and the request share a session then; a request begins with none open.
            db.session.rollback()
        # Read to its end here: what a stream that nobody reads keeps open would end in the middle of another test.
        kwargs.setdefault("buffered", True)
        self.application.extensions["left dirty"] = False
        response = super().open(*args, **kwargs)
        assert not self.application.extensions["left dirty"], f"{response.request.path} left the session dirty"
        return response


def watch(app: Flask) -> None:
    """Note, when a request ends, whether its session holds changes that nobody committed."""
    app.test_client_class = CheckingClient
    unsaved: set[int] = set()

    def flushed(session: Session, _context: object) -> None:
        unsaved.add(id(session))

    def settled(session: Session, *_previous: object) -> None:
        unsaved.discard(id(session))

    @app.teardown_request
    def note(_error: BaseException | None) -> None:
        session = db.session()
        dirty = id(session) in unsaved or bool(session.new or session.dirty or session.deleted)
        app.extensions["left dirty"] = dirty
        settled(session)

    with app.app_context():
        maker = db.session.session_factory
        event.listen(maker, "after_flush", flushed)
        event.listen(maker, "after_commit", settled)
        event.listen(maker, "after_soft_rollback", settled)
