"""The form that starts held reminders."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.services.reminder_holds import LONGEST_NOTE, How
from tracker.web.forms import Form, clean_lines, options

HOW = (
    (How.NOW.value, _l("Everything from today on")),
    (How.PORTIONS.value, _l("Old items in portions, the rest from today on")),
    (How.ASIDE.value, _l("Set the old items aside, and begin with the next step of each")),
)
USUAL_PER_DAY = 25


class StartForm(Form):
    """How the reminders begin."""

    how = RadioField(_l("How the reminders begin"), [InputRequired(_l("Choose how."))], choices=options(HOW))
    per_day = IntegerField(
        _l("Contracts a working day"),
        [Optional()],
        description=_l("Only for portions. The most recently due go first: about them a letter does most."),
        render_kw={"inputmode": "numeric"},
    )
    note = TextAreaField(
        _l("Note"),
        [Optional(), Length(max=LONGEST_NOTE)],
        filters=[clean_lines],
        description=_l("Why, for the record; it stands beside every item that is set aside."),
        render_kw={"rows": 2},
    )
