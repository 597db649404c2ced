"""Forms for a member of staff."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from tracker.domain.roles import Role
from tracker.web.forms import Form, Ticks, clean, options

ROLE_NAMES = {
    Role.PROCUREMENT: _l("Procurement: vendors, contracts, data schedules, requests"),
    Role.PRIVACY_OFFICER: _l("Privacy officer: reviews, waivers, requirements, policy"),
    Role.MANAGER: _l("Manager: reads and exports"),
    Role.AUDITOR: _l("Auditor: reads everything, the audit trail too"),
    Role.ADMINISTRATOR: _l("Administrator: people, departments, catalogue, policy, mail"),
}


class PersonForm(Form):
    name = StringField(
        _l("Name"), filters=[clean], validators=[DataRequired(_l("Type the person's name.")), Length(max=200)]
    )
    email = StringField(
        _l("E-mail address"),
        filters=[clean],
        validators=[DataRequired(_l("Type the e-mail address.")), Length(max=254)],
        render_kw={"type": "email", "inputmode": "email", "autocomplete": "off"},
    )
    roles = Ticks(
        _l("Roles"),
        choices=options(ROLE_NAMES.items()),
        validators=[DataRequired(_l("Choose at least one role."))],
    )
    departments = Ticks(
        _l("Departments this person sees"), coerce=int, description=_l("None ticked means the whole city.")
    )
    version = HiddenField()


class InviteForm(PersonForm):
    invite = BooleanField(_l("Send a letter with a link to choose a password"), default=True)
