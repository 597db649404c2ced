"""What can be set, and how things stand now."""

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.queries.policy import newest
from tracker.services import city_seal
from tracker.web.context import session, settings, work
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp
from tracker.web.settings.mail import address_without_password


@bp.get("/")
@permitted("policy:edit")
def show() -> ResponseReturnValue:
    return render_template(
        "settings/show.html",
        policy=newest(session()),
        installation=settings(),
        seal=city_seal.state(work()),
        mail_address=address_without_password(settings().mail_url),
    )
