"""What to look for in the audit trail, as it stands in the address of the page."""

from datetime import UTC, date, datetime, time, timedelta

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from tracker.queries import audit as queries
from tracker.web.context import session, settings
from tracker.web.forms import Form, clean, options

KINDS = (
    "vendor", "contract", "request", "attestation", "contact", "person", "department", "catalogue", "data subject",
    "policy", "requirement", "letter", "waiver", "import",
)  # fmt: skip
LARGEST_NUMBER = 2**31 - 1
SHORT = Length(max=200)


class AuditForm(Form):
    class Meta:
        csrf = False

    text = StringField(_l("Text"), filters=[clean], validators=[SHORT])
    actor = StringField(_l("Who"), filters=[clean], validators=[SHORT])
    action = SelectField(_l("Deed"), default="")
    kind = SelectField(
        _l("About"), default="", choices=options([("", _l("anything")), *((kind, kind) for kind in KINDS)])
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


def wanted(form: AuditForm) -> queries.AuditFilter:
    """What the form looks for; a part that cannot be read looks for nothing."""
    form.validate()
    good = {field.name: field.data for field in form if not field.errors}
    return queries.AuditFilter(
        actor=good.get("actor") or "",
        person_id=good.get("person"),
        action=good.get("action") or "",
        kind=good.get("kind") or "",
        number=good.get("number"),
        from_at=_midnight(good.get("from_on")),
        until_at=_midnight(good.get("through_on"), days_later=1),
        text=good.get("text") or "",
    )


def _midnight(day: date | None, days_later: int = 0) -> datetime | None:
    """The first moment of a day of the city, or of a day that comes later."""
    if day is None or day >= date.max:
        return None
    midnight = datetime.combine(day + timedelta(days=days_later), time(), settings().zone)
    return midnight.astimezone(UTC)
