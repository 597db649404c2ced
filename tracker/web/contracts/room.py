"""The room's blueprint and the views that it holds."""

from flask import Flask

from tracker.web.contracts import chosen, edit, grid, page
from tracker.web.contracts.blueprint import bp
from tracker.web.grid_views import add_routes

VIEWS = (chosen, edit, grid, page)
add_routes(bp, "contracts")


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
