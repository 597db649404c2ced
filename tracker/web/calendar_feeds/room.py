"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.calendar_feeds import file, own, vendor
from tracker.web.calendar_feeds.blueprint import bp

VIEWS = (file, own, vendor)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
