"""The room's blueprint and the views that it holds."""

from flask import Flask

from tracker.web.grid_views import add_routes
from tracker.web.vendors import contacts, edit, grid, page
from tracker.web.vendors.blueprint import bp

VIEWS = (contacts, edit, grid, page)
add_routes(bp, "vendors")


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
