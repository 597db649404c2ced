"""The signed document arrives: checked and stored first, recorded after."""

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from tracker.documents.child import CouldNotCheck
from tracker.documents.intake import Refused, Taken, take
from tracker.documents.store import Store
from tracker.services import attestations
from tracker.services.documents import NewDocument, receive
from tracker.services.rules import RuleBroken
from tracker.web.context import clock, commit, session, settings, work_as_contact
from tracker.web.permissions import for_contacts
from tracker.web.portal.asking import answerable, the_asked
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import SendForm, UploadForm
from tracker.web.portal.home import to_request
from tracker.web.portal.sending import page


@bp.post("/requests/<int:request_id>/document")
@for_contacts
def upload(request_id: int) -> ResponseReturnValue:
    form = UploadForm()
    if answerable(request_id) is None:
        return to_request(the_asked(request_id).row)
    # Looking into the file takes its time; nobody else shall wait for our transaction meanwhile.
    session().rollback()
    try:
        taken = _take(form.document.data)
        _record(request_id, taken)
    except RuleBroken as broken:
        session().rollback()
        return _refused(request_id, form, broken.sentence)
    flash(_("We received “%(name)s”. It is not sent yet: check it and send it below.", name=taken.name), "success")
    return redirect(url_for("portal.sending", request_id=request_id), 303)


def _take(file: object) -> Taken:
    """The file, checked and in the store; a refusal is a rule broken by its sender."""
    if not isinstance(file, FileStorage) or not file.filename:
        raise RuleBroken("document", _("Choose the signed PDF first."))
    try:
        return take(file.stream, file.filename, Store(settings().files_url), settings().upload_limit_mb)  # type: ignore[arg-type]  # werkzeug's stream is a binary file
    except Refused as refused:
        raise RuleBroken("document", refused.sentence) from refused
    except CouldNotCheck as error:
        current_app.logger.warning("a received file could not be checked: %s", error)
        sentence = _("We could not check this file. Please try again in a minute; if it happens again, scan it anew.")
        raise RuleBroken("document", sentence) from error


def _record(request_id: int, taken: Taken) -> None:
    asked = the_asked(request_id)
    deed = work_as_contact()
    attestation = attestations.draft_of(deed, asked.row)
    receive(deed, attestation, NewDocument(taken.digest, taken.size, taken.name, taken.media_type))
    commit()


def _refused(request_id: int, form: UploadForm, sentence: str) -> ResponseReturnValue:
    form.document.errors = [sentence]
    asked = the_asked(request_id)
    if not asked.shown.state.answerable:
        return to_request(asked.row)
    return page(asked, form, SendForm(formdata=None, data={"signed_on": clock().today()})), 422
