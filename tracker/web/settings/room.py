"""The room's blueprint and the views that it holds."""

from flask import Flask

from tracker.web.settings import (
    catalogue,
    departments,
    holidays,
    index,
    mail,
    people,
    policy,
    reminder_steps,
    signatures,
    subjects,
    trust,
)
from tracker.web.settings.blueprint import bp
from tracker.web.settings.tabs import settings_tabs

VIEWS = (catalogue, departments, holidays, index, mail, people, policy, reminder_steps, signatures, subjects, trust)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
    app.add_template_global(settings_tabs)
