"""The banner above every page of those who can do something when scheduled work or letters stand still."""

from datetime import datetime, timedelta

from flask import current_app, request

from tracker.domain.roles import Role
from tracker.queries.health import health
from tracker.web.context import SAFE_METHODS, clock, session, settings, viewer

KEPT_FOR = timedelta(seconds=15)
TOLD = frozenset({Role.ADMINISTRATOR, Role.PROCUREMENT, Role.PRIVACY_OFFICER})


def health_problems() -> tuple[str, ...]:
    """What is wrong, for administrators, procurement and privacy officers; asked once in fifteen seconds a process."""
    person = viewer()
    if person is None or not person.roles & TOLD:
        return ()
    now = clock().now()
    kept: tuple[datetime, tuple[str, ...]] | None = current_app.extensions.get("tracker.health")
    if kept is not None and timedelta() <= now - kept[0] < KEPT_FOR:
        return kept[1]
    if request.method not in SAFE_METHODS:
        # A page shown after a refused deed may hold changes that no query should write down.
        return kept[1] if kept else ()
    found = health(session(), now, settings().zone).problems
    current_app.extensions["tracker.health"] = (now, found)
    return found


def is_administrator() -> bool:
    """Whether the viewer is one whom a problem concerns first."""
    person = viewer()
    return person is not None and Role.ADMINISTRATOR in person.roles
