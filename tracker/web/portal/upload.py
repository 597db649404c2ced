"""The signed document arrives: checked and stored first, recorded after."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.record_words import ScanState
from tracker.services.rules import RuleBroken
from tracker.web.context import clock, session
from tracker.web.permissions import for_contacts
from tracker.web.portal.asking import answerable, the_asked
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import SendForm, UploadForm
from tracker.web.portal.home import to_request
from tracker.web.portal.receipt import judge, refuse_another_requests
from tracker.web.portal.receiving import NoRoom, paper_suffices, recorded, scanned, taken
from tracker.web.portal.sending import page


@bp.post("/requests/<int:request_id>/document")
@for_contacts
def upload(request_id: int) -> ResponseReturnValue:
    form = UploadForm()
    asked = answerable(request_id)
    if asked is None:
        return to_request(the_asked(request_id).row)
    number, pictures = asked.shown.number, paper_suffices(asked.row.version_id)
    # Looking into the file takes its time; nobody else shall wait for our transaction meanwhile.
    session().rollback()
    try:
        new = taken(form.document.data or [], pictures=pictures)
        if new.pages is not None:
            refuse_another_requests(new, number)
        document_id = recorded(request_id, new)
        state = scanned(document_id)
        judge(document_id)
    except RuleBroken as broken:
        session().rollback()
        return _refused(request_id, form, broken)
    if state is not ScanState.INFECTED:
        flash(_("We received “%(name)s”. It is not sent yet: check it and send it below.", name=new.name), "success")
    return redirect(url_for("portal.sending", request_id=request_id), 303)


def _refused(request_id: int, form: UploadForm, broken: RuleBroken) -> ResponseReturnValue:
    form.document.errors = [broken.sentence]
    asked = the_asked(request_id)
    if not asked.shown.state.answerable:
        return to_request(asked.row)
    return page(asked, form, SendForm(formdata=None, data={"signed_on": clock().today()})), 507 if isinstance(
        broken, NoRoom
    ) else 422
