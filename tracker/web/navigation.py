"""The main menu: what a person may open, in the order of the day's work."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain.permissions import allows
from tracker.web.context import clock, settings, viewer

MENU = (
    ("overview.show", lazy_gettext("Overview"), "overview:read"),
    ("contracts.grid", lazy_gettext("Contracts"), "contract:read"),
    ("vendors.grid", lazy_gettext("Vendors"), "vendor:read"),
    ("requests.index", lazy_gettext("Requests"), "request:read"),
    ("reviews.queue", lazy_gettext("Reviews"), "review:read"),
    ("reminders.show", lazy_gettext("Reminders"), "reminder:read"),
    ("tasks.index", lazy_gettext("Tasks"), "task:read"),
    ("requirements.show", lazy_gettext("Requirements"), "requirement:read"),
    ("imports.index", lazy_gettext("Imports"), "import:read"),
    ("audit.show", lazy_gettext("Audit"), "audit:read"),
    ("settings.show", lazy_gettext("Settings"), "policy:edit"),
)


PART_OF = {
    "addenda": "contracts",
    "campaigns": "requirements",
    "data_schedule": "contracts",
    "exports": "account",
    "follow_ups": "reviews",
    "waivers": "reviews",
}
"""Rooms without an entry of their own, and the entry that leads there."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the main menu."""

    label: str
    href: str
    current: bool


def menu() -> list[MenuItem]:
    """The entries that the viewer may open."""
    person = viewer()
    if person is None:
        return []
    room = (request.endpoint or "").partition(".")[0]
    room = PART_OF.get(room, room)
    return [
        MenuItem(str(label), url_for(endpoint), endpoint.partition(".")[0] == room)
        for endpoint, label, permission in MENU
        if endpoint in current_app.view_functions and allows(person.roles, permission)
    ]


def register(app: Flask) -> None:
    """Give every template what the frame of the page shows."""
    app.context_processor(_frame)


def _frame() -> dict[str, object]:
    return {
        "navigation": menu(),
        "viewer": viewer(),
        "may": _may,
        "city_name": settings().city_name,
        "sample_mode": settings().sample_mode,
        "clock_is_set": clock().is_set,
        "today": clock().today(),
        "product_name": _("Vendor Privacy Tracker"),
        "product_version": current_app.config["PRODUCT_VERSION"],
    }


def _may(permission: str) -> bool:
    person = viewer()
    return person is not None and allows(person.roles, permission)
