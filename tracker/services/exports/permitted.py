"""Who may take which list along: who may open its page."""

from collections.abc import Iterable

from tracker.domain.permissions import allows
from tracker.queries.scope import Viewer
from tracker.services.exports.view import View
from tracker.services.exports.views import VIEWS

PERMISSIONS = {
    "status": "contract:export",
    "gaps": "contract:export",
    "vendors": "vendor:read",
    "waivers": "contract:export",
    "requests": "request:read",
    "attestations": "attestation:read",
    "reviews": "review:read",
    "decided-reviews": "review:read",
    "follow-ups": "attestation:read",
    "reminders": "reminder:read",
    "letters": "letter:read",
    "tasks": "task:read",
    "audit": "audit:read",
}


def may_take(viewer: Viewer, view: str) -> bool:
    """Whether a person of staff may have the list of this name; no list of an unknown name."""
    return view in PERMISSIONS and allows(viewer.roles, PERMISSIONS[view])


def lists_for(viewer: Viewer) -> Iterable[View]:
    """Yield the lists that a person may have, in their order."""
    return (view for view in VIEWS.values() if may_take(viewer, view.name))
