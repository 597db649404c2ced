"""Mail: where letters go, and a test that says what the mail server answered."""

from urllib.parse import urlsplit, urlunsplit

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.mail.sender import test as send_test
from tracker.services import mail_tests
from tracker.web.context import commit, settings, the_viewer, work
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp


@bp.get("/mail")
@permitted("mail:test")
def mail() -> ResponseReturnValue:
    return _page()


@bp.post("/mail/test")
@permitted("mail:test")
def test_mail() -> ResponseReturnValue:
    to_email = the_viewer().email
    try:
        answer = send_test(settings(), to_email)
    except ValueError as problem:
        answer = str(problem)
    mail_tests.record(work(), to_email, answer)
    commit()
    return _page(answer)


def _page(answer: str | None = None) -> str:
    return render_template(
        "settings/mail.html",
        address=address_without_password(settings().mail_url),
        sender=settings().mail_from,
        answer=answer,
    )


def address_without_password(url: str) -> str:
    """The address of the mail server as it may be shown."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    shown = f"{user.partition(':')[0]}{at}{host}" if at else host
    return urlunsplit(parts._replace(netloc=shown, query=""))
