"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.requirements import clauses, drafts, publication, show
from tracker.web.requirements.blueprint import bp

VIEWS = (clauses, drafts, publication, show)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
