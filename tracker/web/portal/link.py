"""The door with a link: GET shows who asks and changes nothing, a button sends the code to the invited address."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.models.contact import Contact
from tracker.models.request import Request
from tracker.queries.portal_requests import request_shown
from tracker.services import portal_codes, request_links, requests
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, current_contact, session, settings, work, work_as_contact
from tracker.web.permissions import public
from tracker.web.portal import recognition
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import EmailForm

GONE = 410


@bp.get("/r/<token>")
@public
def link(token: str) -> ResponseReturnValue:
    asked = request_links.read(settings(), session(), token)
    return _shown(asked, token) if asked else _dead()


@bp.post("/r/<token>")
@public
def follow(token: str) -> ResponseReturnValue:
    asked = request_links.read(settings(), session(), token)
    if asked is None:
        return _dead()
    if _is_in(asked):
        requests.open_by(work_as_contact(), asked)
        commit()
        return redirect(url_for("portal.asked", request_id=asked.id), 303)
    try:
        portal_codes.send(work(), session().get_one(Contact, asked.contact_id), recognition.browser())
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _shown(asked, token, broken.sentence), 429
    recognition.follow_link(token)
    return redirect(url_for("portal.type_code"), 303)


def _shown(asked: Request, token: str, problem: str = "") -> str:
    return render_template(
        "portal/link.html",
        asked=request_shown(session(), asked.id),
        token=token,
        address=_masked(session().get_one(Contact, asked.contact_id).email),
        is_in=_is_in(asked),
        problem=problem,
    )


def _dead() -> ResponseReturnValue:
    return render_template("portal/link_dead.html", form=EmailForm()), GONE


def _is_in(asked: Request) -> bool:
    contact = current_contact()
    return contact is not None and contact.id == asked.contact_id


def _masked(email: str) -> str:
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}•••@{host}"
