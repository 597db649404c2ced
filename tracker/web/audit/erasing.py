"""Erasing the words of an event, or a contact who asked for it: the page says what is lost for ever."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError
from wtforms.validators import InputRequired, Length

from tracker.domain.event_chain import ERASED, ERASING
from tracker.models.contact import Contact
from tracker.models.event import Event
from tracker.services import contact_erasures, erasures
from tracker.web.audit.blueprint import bp
from tracker.web.context import session, the_viewer, work
from tracker.web.deeds import attempt, say_done
from tracker.web.forms import Form, clean
from tracker.web.permissions import permitted

WORD = "erase for ever"


class ErasureForm(Form):
    """Why, and the words that nobody types by mistake."""

    reason = StringField(
        _l("Reason"),
        [InputRequired(_l("Say why.")), Length(max=erasures.LONGEST_REASON)],
        filters=[clean],
        description=_l("It stays in the trail: do not repeat what is to be erased."),
    )
    word = StringField(
        _l("Type “%(word)s”", word=WORD),
        [InputRequired(_l("Type “%(word)s” to go on; nobody can undo it.", word=WORD))],
        filters=[clean],
    )

    def validate_word(self, field: StringField) -> None:
        """Refuse anything but the words."""
        if (field.data or "").casefold() != WORD:
            raise ValidationError(_("Type “%(word)s” to go on; nobody can undo it.", word=WORD))


@bp.route("/events/<int:event_id>/erase", methods=["GET", "POST"])
@permitted("audit:erase")
def erase_event(event_id: int) -> ResponseReturnValue:
    _whole_city_only()
    event, form = session().get(Event, event_id), ErasureForm()
    if event is None or event.action == ERASING or event.sentence == ERASED:
        abort(404)
    if form.validate_on_submit():
        with attempt(form) as deed:
            erasures.erase(work(), [event_id], form.reason.data)
        if deed.done:
            return say_done(_("The words of event %(number)s are erased.", number=event_id), "audit.show")
    page = render_template("audit/erase_event.html", event=event, form=form, back=url_for("audit.show"))
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/contacts/<int:contact_id>/erase", methods=["GET", "POST"])
@permitted("audit:erase")
def erase_contact(contact_id: int) -> ResponseReturnValue:
    _whole_city_only()
    contact, form = session().get(Contact, contact_id), ErasureForm()
    if contact is None or contact_erasures.is_erased(contact):
        abort(404)
    if form.validate_on_submit():
        with attempt(form) as deed:
            found = contact_erasures.erase(work(), contact, form.reason.data)
        if deed.done:
            sentence = _("The contact is erased, in %(events)d events and %(letters)d letters too.",
                         events=found.events, letters=found.letters)  # fmt: skip
            return say_done(sentence, "audit.show")
    told = len(contact_erasures.events_of(work(), contact))
    page = render_template(
        "audit/erase_contact.html", contact=contact, told=told, form=form, back=url_for("audit.show")
    )
    return page, 422 if form.errors or form.form_errors else 200


def _whole_city_only() -> None:
    if the_viewer().departments:
        # Whether there is such an event or contact elsewhere is not theirs to know.
        abort(404)
