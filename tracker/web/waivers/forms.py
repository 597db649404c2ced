"""Forms of waivers: ask, refuse, end."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from tracker.domain.expiry import plus_months
from tracker.queries.lacking import Lacking
from tracker.services.waivers import NewWaiver
from tracker.web.forms import Form, Ticks, clean, clean_lines

USUAL_MONTHS = 3


class AskForm(Form):
    """What is to be excused, why and for how long."""

    elements = Ticks(_l("Data elements"))
    clauses = Ticks(_l("Clauses"))
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why.")), Length(max=5000)],
        filters=[clean_lines],
        description=_l("Why the city can do without it for a time, and what lowers the risk until then."),
        render_kw={"rows": 4},
    )
    from_on = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    through_on = DateField(
        _l("Last day"),
        [InputRequired(_l("Choose the last day."))],
        description=_l("A year at most. It ends by itself."),
    )

    def offer(self, found: Lacking) -> None:
        """Offer what a waiver could name."""
        self.elements.choices = [SelectChoice(item.value, item.name) for item in found.elements]
        self.clauses.choices = [SelectChoice(item.value, item.name) for item in found.clauses]

    def propose(self, found: Lacking, today: date) -> None:
        """Tick what is missing today, and propose three months from today."""
        self.elements.data = [item.value for item in found.elements if item.missing]
        self.clauses.data = [item.value for item in found.clauses if item.missing]
        self.from_on.data, self.through_on.data = today, plus_months(today, USUAL_MONTHS)

    def new(self) -> NewWaiver:
        """What was typed, as the service takes it."""
        return NewWaiver(
            element_ids=tuple(int(value) for value in self.elements.data or ()),
            clauses=tuple(self.clauses.data or ()),
            reason=self.reason.data,
            from_on=self.from_on.data,
            through_on=self.through_on.data,
        )


class RefuseForm(Form):
    """Why a waiver is refused."""

    reason = StringField(_l("Reason"), [InputRequired(_l("Say why.")), Length(max=2000)], filters=[clean])


class EndForm(Form):
    """From which day on a waiver excuses nothing any more, and why."""

    ended_on = DateField(_l("First day without it"), [InputRequired(_l("Choose the first day without it."))])
    reason = StringField(_l("Reason"), [InputRequired(_l("Say why.")), Length(max=2000)], filters=[clean])
