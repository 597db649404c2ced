"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.follow_ups import look
from tracker.web.follow_ups.blueprint import bp

VIEWS = (look,)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
