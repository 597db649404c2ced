"""The room's blueprint and the views that it holds."""

from flask import Blueprint, Flask

bp = Blueprint("data_schedule", __name__, url_prefix="/contracts")


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
