"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.reviews import decide, queue
from tracker.web.reviews.blueprint import bp

VIEWS = (decide, queue)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
