"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.waivers import ask, decide, index
from tracker.web.waivers.blueprint import bp

VIEWS = (ask, decide, index)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
