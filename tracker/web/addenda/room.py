"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.addenda import ask
from tracker.web.addenda.blueprint import bp

VIEWS = (ask,)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
