"""Forms for departments, the catalogue, holidays."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from tracker.web.forms import Form, clean, options

LONGEST_NAME = 200
TIERS = [
    (1, _l("1: public")),
    (2, _l("2: internal")),
    (3, _l("3: confidential")),
    (4, _l("4: special handling")),
]


def _name(label: object, longest: int = LONGEST_NAME) -> StringField:
    return StringField(label, filters=[clean], validators=[DataRequired(_l("Type a name.")), Length(max=longest)])


def _number(value: str) -> int | None:
    return int(value) if value not in {"", "None", None} else None


class DepartmentForm(Form):
    name = _name(_l("Name"))
    manager_id = SelectField(
        _l("Manager"), coerce=_number, description=_l("Hears of contracts of the department that stay undone.")
    )


class ElementForm(Form):
    group_name = SelectField(_l("Group"))
    name = _name(_l("Name"))
    tier = SelectField(_l("Tier"), coerce=int, choices=options(TIERS))
    sensitive = BooleanField(_l("Sensitive personal information"))
    breach_trigger = BooleanField(_l("Its loss must be told to the people concerned (breach trigger)"))


class SubjectForm(Form):
    name = _name(_l("Name"))


class HolidayForm(Form):
    on_day = DateField(_l("Day"), validators=[DataRequired(_l("Choose a day."))])
    name = _name(_l("Name"), 100)
