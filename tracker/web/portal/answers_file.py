"""The vendor's own answers to a request as a file, before and after they were sent."""

from collections.abc import Iterable

from flask import Response

from tracker.queries.attestation_draft import newest_round
from tracker.queries.submission import submission
from tracker.services.exports.given_answers import GivenAnswer, listing_of
from tracker.services.exports.writing import write_listing
from tracker.web.context import clock, session, work_as_contact
from tracker.web.file_answer import file_answer, form_asked
from tracker.web.permissions import for_contacts
from tracker.web.portal.asking import Asked, the_asked
from tracker.web.portal.blueprint import bp


@bp.get("/requests/<int:request_id>/answers-file")
@for_contacts
def answers_file(request_id: int) -> Response:
    asked, form, today = the_asked(request_id), form_asked(), clock().today()
    shown, deed = asked.shown, work_as_contact()
    listing = listing_of(shown.number, shown.vendor_name, str(shown.state), today, _answers(asked))
    name = f"answers-{request_id}-{today.isoformat()}.{form}"
    return file_answer(name, form, lambda file: write_listing(deed, listing, form, file))


def _answers(asked: Asked) -> Iterable[GivenAnswer]:
    sent = newest_round(session(), asked.row.id)
    given = submission(session(), sent.id) if sent and sent.submitted_at else None
    if given is None:
        return [
            GivenAnswer(one.code, one.text, one.answer, one.said, one.target_on, one.control)
            for one in asked.draft.answers
        ]
    found = (
        GivenAnswer(one.code, one.clause, one.answer, one.said, one.target_on, one.control) for one in given.answers
    )
    return sorted(found, key=lambda one: one.code)
