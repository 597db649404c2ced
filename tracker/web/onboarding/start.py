"""Where onboarding begins, and where it is taken up again."""

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.queries import onboarding
from tracker.web.context import clock, session, the_viewer
from tracker.web.onboarding.blueprint import bp, steps
from tracker.web.permissions import permitted


@bp.get("/")
@permitted("contract:edit")
def start() -> ResponseReturnValue:
    today = clock().today()
    return render_template(
        "onboarding/start.html",
        steps=steps(),
        vendors=onboarding.vendors_without_contract(session()),
        undeclared=onboarding.undeclared(session(), the_viewer(), today),
        never_requested=onboarding.never_requested(session(), the_viewer(), today),
    )
