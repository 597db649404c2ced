"""The third step: who signs, and why this person may."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.contact import Contact
from tracker.services import attestations
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, session, the_contact, work_as_contact
from tracker.web.permissions import for_contacts
from tracker.web.portal.answers import NEXT
from tracker.web.portal.asking import Asked, answerable, the_asked
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import SignerForm
from tracker.web.portal.home import to_request
from tracker.web.portal.refusing import refused


@bp.get("/requests/<int:request_id>/signer")
@for_contacts
def signer(request_id: int) -> ResponseReturnValue:
    asked = the_asked(request_id)
    if not asked.shown.state.answerable:
        return to_request(asked.row)
    return _page(asked, SignerForm(data=_known(asked)))


@bp.post("/requests/<int:request_id>/signer")
@for_contacts
def save_signer(request_id: int) -> ResponseReturnValue:
    asked = answerable(request_id)
    if asked is None:
        return to_request(the_asked(request_id).row)
    form = SignerForm()
    if not form.validate():
        return _page(asked, form), 422
    deed, begun = work_as_contact(), asked.draft.attestation_id is not None
    try:
        attestation = attestations.draft_of(deed, asked.row)
        attestations.save_signer(deed, attestation, form.given(), form.version.data if begun else None)
        commit()
    except RuleBroken as broken:
        return refused(request_id, form, broken, _page)
    return _go_on(request_id, form)


def _go_on(request_id: int, form: SignerForm) -> ResponseReturnValue:
    if request.form.get("then") != NEXT:
        flash(_("Saved."), "success")
        return redirect(url_for("portal.signer", request_id=request_id), 303)
    asked = the_asked(request_id)
    lack = asked.draft.signer_lacks
    if lack is None:
        return redirect(url_for("portal.sending", request_id=request_id), 303)
    form.version.data = asked.draft.row_version
    form.blame(RuleBroken(lack.part, _(lack.sentence)))
    return _page(asked, form), 422


def _known(asked: Asked) -> dict[str, object]:
    """What stands already; a contact that begins finds its own name and title."""
    draft = asked.draft
    contact = session().get_one(Contact, the_contact().id)
    named = bool(draft.signer_name or draft.signer_title)
    return {
        "version": draft.row_version,
        "name": draft.signer_name if named else contact.name,
        "title": draft.signer_title if named else contact.title,
        "authority": draft.signer_authority,
    }


def _page(asked: Asked, form: SignerForm) -> str:
    return render_template("portal/signer.html", asked=asked, form=form)
