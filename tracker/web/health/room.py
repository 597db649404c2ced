"""The room's views: probes for machines, the page for people, and the banner on every page."""

from flask import Flask

from tracker.web.health import page, probes
from tracker.web.health.banner import health_problems, is_administrator
from tracker.web.health.page import ago, time_of


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(probes.bp)
    app.register_blueprint(page.bp)
    app.add_template_filter(ago)
    app.add_template_filter(time_of)
    app.add_template_global(health_problems)
    app.add_template_global(is_administrator)
