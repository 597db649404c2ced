"""Where a contact goes after the code: to the page of ours that was asked for, when it is the contact's."""

import re

from flask import session as cookie
from flask import url_for

from tracker.models.contact import Contact
from tracker.queries.portal_requests import request_of
from tracker.web.context import session

OURS = re.compile(r"/portal/[A-Za-z0-9/_-]{1,200}")
A_REQUEST = re.compile(r"/portal/requests/(\d{1,9})(?:/|$)")
NEXT = "portal_next"


def safe(target: str | None) -> str:
    """The target if it is a page of the vendors, otherwise an empty string."""
    return target if target and OURS.fullmatch(target) else ""


def remember(target: str | None) -> None:
    """Keep in this browser where its contact wanted to go; empty for nowhere in particular."""
    cookie.pop(NEXT, None)
    if safe(target):
        cookie[NEXT] = target


def remembered() -> str:
    """The page that was asked for before the code, or an empty string."""
    return safe(str(cookie.get(NEXT, "")))


def after_code(contact: Contact) -> str:
    """The page that was asked for; all requests when there is none, or another's request was asked for."""
    target = remembered()
    wanted = A_REQUEST.match(target)
    if not target or (wanted and request_of(session(), contact.id, int(wanted[1])) is None):
        return url_for("portal.home")
    return target
