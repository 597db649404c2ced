"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.queries.reminder_holds import HoldRow
from tracker.queries.reminder_holds import open_holds as query
from tracker.web.context import session, viewer
from tracker.web.go_live import index, letter, plan
from tracker.web.go_live.blueprint import bp

VIEWS = (index, plan, letter)


def register(app: Flask) -> None:
    """Add the room to the application, and the question for the notice on other rooms' pages."""
    app.register_blueprint(bp)
    app.add_template_global(open_holds)


def open_holds() -> list[HoldRow]:
    """The arrivals that are held, for whoever looks."""
    person = viewer()
    return query(session(), person) if person is not None else []
