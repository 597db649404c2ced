"""Where the things are that an event is about."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from tracker.domain.permissions import allows
from tracker.web.context import the_viewer
from tracker.web.display import has_page

PAGES = {
    "vendor": ("vendors.page", "vendor_id", "vendor:read", _l("vendor")),
    "contract": ("contracts.page", "contract_id", "contract:read", _l("contract")),
    "request": ("requests.page", "request_id", "request:read", _l("request")),
    "attestation": ("attestations.page", "attestation_id", "attestation:read", _l("attestation")),
    "person": ("settings.person", "person_id", "person:edit", _l("person")),
    "department": ("settings.department", "department_id", "department:edit", _l("department")),
    "catalogue": ("settings.element", "element_id", "catalogue:edit", _l("data element")),
    "data subject": ("settings.subject", "subject_id", "catalogue:edit", _l("data subjects")),
    "letter": ("outbox.letter", "letter_id", "letter:read", _l("letter")),
}


def thing(kind: str, number: int) -> tuple[str, str | None]:
    """The label of a thing, and the address of its page when there is one that the viewer may open."""
    if kind not in PAGES:
        return f"{kind} {number}", None
    endpoint, argument, permission, label = PAGES[kind]
    open_to_viewer = has_page(endpoint) and allows(the_viewer().roles, permission)
    return f"{label} {number}", _address(endpoint, {argument: number}) if open_to_viewer else None


def _address(endpoint: str, values: dict[str, Any]) -> str:
    return url_for(endpoint, **values)
