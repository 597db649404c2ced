"""The room's blueprint and the views that it holds."""

from flask import Flask

from tracker.web.contracts.blueprint import bp


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
