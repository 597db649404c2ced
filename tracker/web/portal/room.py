"""The vendors' pages: who is in, and the views."""

from flask import Flask

from tracker.web.portal import (
    answers,
    answers_file,
    code,
    home,
    language,
    link,
    recognition,
    returned,
    sending,
    sign_in,
    signer,
    signing,
    signing_code,
    upload,
)
from tracker.web.portal.blueprint import bp

VIEWS = (
    answers, answers_file, code, home, language, link, returned, sending, sign_in, signer, signing, signing_code,
    upload,
)  # fmt: skip


def register(app: Flask) -> None:
    """Add the room to the application, and recognize a contact on each request."""
    app.register_blueprint(bp)
    app.before_request(recognition.recognize)
