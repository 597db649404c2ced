"""The room's views, hung on its blueprint."""

from flask import Flask

from tracker.web.attestations import checks, countersign, disposal, document, page, returned, revoke
from tracker.web.attestations.blueprint import bp
from tracker.web.attestations.signing import signed_on_screen

VIEWS = (checks, countersign, disposal, document, page, returned, revoke)


def register(app: Flask) -> None:
    """Add the room to the application."""
    app.register_blueprint(bp)
    app.add_template_global(signed_on_screen)
    app.add_template_global(countersign.may_be_countersigned)
