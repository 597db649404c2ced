"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.imports import begin, conflicts, deeds, index, mapping, matching, problems, show
from tracker.web.imports.blueprint import bp

VIEWS = (begin, conflicts, deeds, index, mapping, matching, problems, show)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
