"""The room's views, and who is signed in, told before every request."""

from flask import Flask

from tracker.web.account import own, password_reset, recognition, second_factor, security, sign_in
from tracker.web.account.blueprint import bp
from tracker.web.account.limits import limiter

VIEWS = (own, password_reset, second_factor, sign_in)


def register(app: Flask) -> None:
    """Add the room to the application."""
    security.install(app)
    limiter.init_app(app)
    app.before_request(recognition.recognize)
    app.register_blueprint(bp)
