"""The privacy officer counter-signs an accepted document with the city's key."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.places import StoreFull
from tracker.documents.sealing.certificate import NoSeal
from tracker.queries import attestation as questions
from tracker.services import city_seal, countersignatures
from tracker.services.rules import NotAllowed, RuleBroken
from tracker.web.attestations.blueprint import bp
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.permissions import permitted


def may_be_countersigned(attestation_id: int) -> bool:
    """Whether the attestation has a document that waits for nothing but the city's signature, and there is a key."""
    return countersignatures.candidate(work(), attestation_id) is not None and city_seal.is_ready(work())


@bp.post("/<int:attestation_id>/countersign")
@permitted("attestation:countersign")
def countersign(attestation_id: int) -> ResponseReturnValue:
    view = questions.find(session(), the_viewer(), attestation_id)
    if view is None:
        abort(404)
    if not view.whole:
        raise NotAllowed("", _("You do not see all contracts of this attestation; somebody who does can counter-sign."))
    try:
        what = countersignatures.original(work(), attestation_id)
        # Preparing and signing takes its time; nobody else shall wait for our transaction meanwhile.
        session().rollback()
        countersignatures.keep(work(), countersignatures.make(work(), what))
        commit()
    except (RuleBroken, NoSeal) as problem:
        session().rollback()
        flash(str(problem), "error")
    except StoreFull:
        session().rollback()
        flash(_("There is no room left for another file; nothing was signed."), "error")
    else:
        flash(_("The city has counter-signed the document; the original stays beside it."), "success")
    return redirect(url_for("attestations.page", attestation_id=attestation_id) + "#document", 303)
