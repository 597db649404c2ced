"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.onboarding import ask, contract, data, start, vendor
from tracker.web.onboarding.blueprint import bp

VIEWS = (start, vendor, contract, data, ask)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
