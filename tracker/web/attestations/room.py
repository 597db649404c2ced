"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.attestations import checks, disposal, document, page, revoke
from tracker.web.attestations.blueprint import bp

VIEWS = (checks, disposal, document, page, revoke)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
