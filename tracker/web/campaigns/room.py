"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.campaigns import page, plan
from tracker.web.campaigns.blueprint import bp

VIEWS = (page, plan)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
