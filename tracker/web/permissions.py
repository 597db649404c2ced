"""Who may do what: one table of roles and permissions, and the guards of routes."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from tracker.domain.roles import Role
from tracker.web.context import current_contact, viewer

View = TypeVar("View", bound=Callable[..., Any])

PROCUREMENT, OFFICER, MANAGER = Role.PROCUREMENT, Role.PRIVACY_OFFICER, Role.MANAGER
AUDITOR, ADMINISTRATOR = Role.AUDITOR, Role.ADMINISTRATOR
EVERYBODY = frozenset({PROCUREMENT, OFFICER, MANAGER, AUDITOR, ADMINISTRATOR})

PERMISSIONS: dict[str, frozenset[Role]] = {
    "overview:read": EVERYBODY,
    "vendor:read": EVERYBODY,
    "vendor:edit": frozenset({PROCUREMENT, OFFICER}),
    "contract:read": EVERYBODY,
    "contract:edit": frozenset({PROCUREMENT, OFFICER}),
    "contract:export": EVERYBODY,
    "schedule:edit": frozenset({PROCUREMENT, OFFICER}),
    "request:read": EVERYBODY,
    "request:send": frozenset({PROCUREMENT, OFFICER}),
    "attestation:read": EVERYBODY,
    "document:read": frozenset({PROCUREMENT, OFFICER, AUDITOR}),
    "review:read": frozenset({OFFICER, AUDITOR}),
    "review:decide": frozenset({OFFICER}),
    "attestation:revoke": frozenset({OFFICER}),
    "attestation:countersign": frozenset({OFFICER}),
    "signing:trace": frozenset({OFFICER, AUDITOR}),
    "waiver:ask": frozenset({PROCUREMENT, OFFICER}),
    "waiver:approve": frozenset({OFFICER}),
    "disposal:record": frozenset({PROCUREMENT, OFFICER}),
    "requirement:read": EVERYBODY,
    "requirement:edit": frozenset({OFFICER}),
    "reminder:read": EVERYBODY,
    "reminder:pause": frozenset({PROCUREMENT, OFFICER}),
    "reminder:send": frozenset({PROCUREMENT, OFFICER}),
    "reminder:start": frozenset({OFFICER, ADMINISTRATOR}),
    "import:read": frozenset({PROCUREMENT, OFFICER, AUDITOR, ADMINISTRATOR}),
    "import:run": frozenset({PROCUREMENT, OFFICER}),
    "task:read": frozenset({PROCUREMENT, OFFICER, AUDITOR, ADMINISTRATOR}),
    "task:close": frozenset({PROCUREMENT, OFFICER, ADMINISTRATOR}),
    "health:read": frozenset({PROCUREMENT, OFFICER, AUDITOR, ADMINISTRATOR}),
    "feed:own": EVERYBODY,
    "letter:read": frozenset({PROCUREMENT, OFFICER, AUDITOR, ADMINISTRATOR}),
    "letter:send": frozenset({PROCUREMENT, OFFICER, ADMINISTRATOR}),
    "evidence:make": EVERYBODY,
    "audit:read": frozenset({AUDITOR, ADMINISTRATOR, OFFICER}),
    "audit:verify": frozenset({AUDITOR, ADMINISTRATOR}),
    "trust:read": frozenset({OFFICER, AUDITOR, ADMINISTRATOR}),
    "trust:edit": frozenset({ADMINISTRATOR}),
    "catalogue:edit": frozenset({OFFICER, ADMINISTRATOR}),
    "policy:edit": frozenset({OFFICER, ADMINISTRATOR}),
    "department:edit": frozenset({ADMINISTRATOR}),
    "person:edit": frozenset({ADMINISTRATOR}),
    "mail:test": frozenset({ADMINISTRATOR}),
    "account:own": EVERYBODY,
    "view:save": EVERYBODY,
}


def allows(roles: frozenset[Role], permission: str) -> bool:
    """Whether any of the roles grants the permission; an unknown permission is an error of ours."""
    return bool(PERMISSIONS[permission] & roles)


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
