"""The pages of the room, as tabs: each person sees those that are theirs."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from tracker.domain.permissions import allows
from tracker.web.context import the_viewer

PAGES = (
    ("settings.show", _l("Settings"), "policy:edit", ("settings.show",)),
    ("settings.people", _l("People"), "person:edit", ("person", "people")),
    ("settings.departments", _l("Departments"), "department:edit", ("department",)),
    ("settings.catalogue", _l("Catalogue"), "catalogue:edit", ("catalogue", "element", "subject")),
    ("settings.policy", _l("Policy"), "policy:edit", ("policy",)),
    ("settings.reminder_steps", _l("Reminder steps"), "policy:edit", ("reminder_steps",)),
    ("settings.signatures", _l("Signatures"), "requirement:edit", ("signatures",)),
    ("settings.trust", _l("Trust list"), "trust:read", ("trust",)),
    ("settings.holidays", _l("Holidays"), "policy:edit", ("holiday",)),
    ("settings.mail", _l("Mail"), "mail:test", ("mail",)),
    ("health_page.show", _l("Health"), "health:read", ("health_page",)),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the room."""

    label: str
    href: str
    current: bool


def settings_tabs() -> list[Tab]:
    """The tabs that the viewer may open."""
    roles, here = the_viewer().roles, request.endpoint or ""
    return [
        Tab(str(label), url_for(endpoint), any(word in here for word in words))
        for endpoint, label, permission, words in PAGES
        if allows(roles, permission)
    ]
