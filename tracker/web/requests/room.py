"""The room's blueprint and the views that it holds."""

from flask import Flask

from tracker.web.requests import ask, index, page
from tracker.web.requests.blueprint import bp

VIEWS = (index, ask, page)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
