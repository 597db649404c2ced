"""The room's blueprint and the views that it holds."""

from flask import Flask

from tracker.web.audit import erasing, proof, trail
from tracker.web.audit.blueprint import bp

VIEWS = (erasing, proof, trail)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
