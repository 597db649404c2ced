"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.reminders import letter, logs, page, send, snooze, waiting
from tracker.web.reminders.blueprint import bp

VIEWS = (page, waiting, logs, letter, send, snooze)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
