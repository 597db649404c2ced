"""The guards of routes: each names its permission, and the table in domain says who has it."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from tracker.domain.permissions import PERMISSIONS, allows
from tracker.web.context import current_contact, viewer

View = TypeVar("View", bound=Callable[..., Any])


def permitted(permission: str) -> Callable[[View], View]:
    """Guard a staff route: sign in first, then the role must grant the permission."""
    if permission not in PERMISSIONS:
        message = f"unknown permission {permission}"
        raise LookupError(message)
    return _mark(permission)


def public(view: View) -> View:
    """Declare that anybody may call a route."""
    return _mark("public")(view)


def for_contacts(view: View) -> View:
    """Guard a route of the vendors' pages: an open session of a contact."""
    return _mark("contact")(view)


def _mark(permission: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # read by the guard and by the tests
        return view

    return mark


def register(app: Flask) -> None:
    """Check every request against the permission that its route names."""
    app.before_request(guard)


def guard() -> ResponseReturnValue | None:
    """Let through what the route's permission allows; a route that names none is refused."""
    if request.endpoint is None:
        return None
    permission = permission_of(request.endpoint)
    if permission == "public":
        return None
    if permission == "contact":
        return _guard_contact()
    return _guard_staff(permission)


def permission_of(endpoint: str) -> str:
    """The permission that a route names; Flask's own static files are public."""
    permission = getattr(current_app.view_functions[endpoint], "permission", None)
    if permission is None and endpoint == "static":
        return "public"
    if permission is None:
        raise Forbidden(description=f"The route {endpoint} names no permission.")
    return str(permission)


def _guard_contact() -> ResponseReturnValue | None:
    if current_contact():
        return None
    # What was typed on a page is not kept over the sign-in, so only pages are returned to.
    wanted = request.path if request.method == "GET" else None
    return redirect(url_for("portal.sign_in", next=wanted), 303)


def _guard_staff(permission: str) -> ResponseReturnValue | None:
    person = viewer()
    if person is None:
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")), 303)
    if not allows(person.roles, permission):
        abort(403)
    return None
