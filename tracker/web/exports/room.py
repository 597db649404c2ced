"""The room's blueprint and the views that it holds."""

from flask import Flask

from tracker.web.exports import editing, files, links, lists, schedules
from tracker.web.exports.blueprint import bp

VIEWS = (lists, files, schedules, editing)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
    links.register(app)
