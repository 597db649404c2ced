"""The room's blueprint and the views that it holds."""

from flask import Blueprint, Flask

bp = Blueprint("health", __name__)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
