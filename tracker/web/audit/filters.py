"""What to look for in the audit trail, as it stands in the address of the page."""

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from tracker.queries import audit as queries
from tracker.queries.list_questions import AUDIT_KINDS, audit_asked
from tracker.web.context import session, settings
from tracker.web.forms import Form, clean, options

LARGEST_NUMBER = 2**31 - 1
SHORT = Length(max=200)


class AuditForm(Form):
    class Meta:
        csrf = False

    text = StringField(_l("Text"), filters=[clean], validators=[SHORT])
    actor = StringField(_l("Who"), filters=[clean], validators=[SHORT])
    action = SelectField(_l("Deed"), default="")
    kind = SelectField(
        _l("About"), default="", choices=options([("", _l("anything")), *((kind, kind) for kind in AUDIT_KINDS)])
    )
    number = IntegerField(_l("Its number"), validators=[Optional(), NumberRange(1, LARGEST_NUMBER)])
    person = IntegerField(_l("Person"), validators=[Optional(), NumberRange(1, LARGEST_NUMBER)])
    from_on = DateField(_l("From"), validators=[Optional()])
    through_on = DateField(_l("Through"), validators=[Optional()])


def filter_form() -> AuditForm:
    """The form, filled from the address; a deed that never occurred is still offered, and finds nothing."""
    form = AuditForm(request.args)
    named = clean(request.args.get("action"))
    known = {*queries.actions(session()), *([named] if named else [])}
    form.action.choices = options([("", _l("any")), *((action, action) for action in sorted(known))])
    return form


def wanted() -> queries.AuditFilter:
    """What the address looks for; a part that cannot be read looks for nothing."""
    return audit_asked(request.args, settings().zone)
