"""All lists that can be taken along as files, by their names in addresses and commands."""

from tracker.services.exports.attestations import ATTESTATIONS, DECIDED
from tracker.services.exports.audit import AUDIT
from tracker.services.exports.follow_ups import FOLLOW_UPS
from tracker.services.exports.letters import LETTERS
from tracker.services.exports.reminders import REMINDERS
from tracker.services.exports.requests import REQUESTS
from tracker.services.exports.status import GAPS, STATUS
from tracker.services.exports.tasks import TASKS
from tracker.services.exports.vendors import VENDORS
from tracker.services.exports.view import View
from tracker.services.exports.waiting_reviews import WAITING_REVIEWS
from tracker.services.exports.waivers import WAIVERS

VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        STATUS,
        GAPS,
        VENDORS,
        WAIVERS,
        REQUESTS,
        ATTESTATIONS,
        WAITING_REVIEWS,
        DECIDED,
        FOLLOW_UPS,
        REMINDERS,
        LETTERS,
        TASKS,
        AUDIT,
    )
}
