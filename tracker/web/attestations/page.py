"""One attestation: who signed, when, for which contracts, what was answered and decided."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from tracker.domain.catalogue_words import Answer
from tracker.queries import attestation as questions
from tracker.queries import attestations, audit, documents, element_fit
from tracker.queries.proof import proof
from tracker.queries.submission import submission
from tracker.web.attestations.blueprint import bp
from tracker.web.context import clock, session, the_viewer
from tracker.web.permissions import permitted


@bp.get("/<int:attestation_id>")
@permitted("attestation:read")
def page(attestation_id: int) -> ResponseReturnValue:
    view = questions.find(session(), the_viewer(), attestation_id)
    sub = submission(session(), attestation_id)
    if view is None or sub is None:
        abort(404)
    contracts = questions.contracts(session(), the_viewer(), attestation_id)
    rounds = attestations.rounds(session(), the_viewer(), sub.request_id) if sub.request_id else []
    return render_template(
        "attestations/page.html",
        view=view,
        sub=sub,
        contracts=contracts,
        hidden=len(sub.contracts) - len(contracts),
        unusual=[answer for answer in sub.answers if answer.answer is not Answer.AGREE],
        agreed=[answer for answer in sub.answers if answer.answer is Answer.AGREE],
        fits=element_fit.elements(session(), attestation_id, [item.id for item in contracts], clock().today()),
        replaced=[row for row in documents.documents_of(session(), attestation_id, replaced=True) if row.replaced_at],
        review=questions.review(session(), attestation_id),
        proof=proof(session(), attestation_id),
        rounds=[row for row in rounds if row.id != attestation_id],
        events=audit.events_about(session(), "attestation", attestation_id) if view.whole else [],
    )
