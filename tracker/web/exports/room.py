"""The room's blueprint and the views that it holds."""

from flask import Flask

from tracker.web.exports import status
from tracker.web.exports.blueprint import bp

VIEWS = (status,)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
