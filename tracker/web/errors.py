"""Errors as pages in plain words, without stacks."""

from dataclasses import dataclass

from flask import Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from tracker.services.rules import Conflict, NotAllowed, RuleBroken
from tracker.web.context import session


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an error page says, and what to do next."""

    title: str
    text: str


PAGES = {
    400: (lazy_gettext("That request could not be read"), lazy_gettext("Go back and try once more.")),
    403: (
        lazy_gettext("Not part of your role"),
        lazy_gettext("Your administrator can tell you who may do this."),
    ),
    404: (lazy_gettext("Page not found"), lazy_gettext("It does not exist, or it is not yours to see.")),
    409: (lazy_gettext("Somebody else was faster"), lazy_gettext("Open the page again to see what changed.")),
    413: (lazy_gettext("That file is too large"), lazy_gettext("Go back and choose a smaller one.")),
    429: (lazy_gettext("Too many tries"), lazy_gettext("Wait some minutes, then try again.")),
}


def register(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(RuleBroken, _broken_rule)
    app.register_error_handler(Exception, _own_fault)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):
        # No address can be built for a host that is not ours, so no page of ours can be drawn.
        return "This host name is not answered here.", 400, {"Content-Type": "text/plain; charset=utf-8"}
    code = error.code or 500
    if code < 400:  # noqa: PLR2004  # a redirect raised by routing
        return error.get_response()
    title, text = PAGES.get(code, (_("Something went wrong"), _("Go back and try once more.")))
    return _page(code, str(title), str(text))


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, _("This form is too old"), _("Go back, load the page again and send the form once more."))


def _broken_rule(error: RuleBroken) -> ResponseReturnValue:
    code = 409 if isinstance(error, Conflict) else 403 if isinstance(error, NotAllowed) else 422
    return _page(code, _("That is not possible"), error.sentence)


def _own_fault(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("unexpected error", exc_info=error)
    return _page(500, _("Something went wrong on our side"), _("It was noted. Nothing was changed; please try again."))


def _page(code: int, title: str, text: str) -> ResponseReturnValue:
    session().rollback()
    return render_template("errors/error.html", error=ErrorPage(title, text)), code
