"""The room's blueprint and the views that it holds."""

from flask import Flask

from tracker.web.evidence import pack
from tracker.web.evidence.blueprint import bp

VIEWS = (pack,)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
