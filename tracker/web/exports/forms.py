"""Forms of exports that run on their own: a file made once, and a list that is repeated."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from tracker.domain.export_words import ExportForm, ExportRhythm
from tracker.models.export_run import ExportSchedule
from tracker.services.exports.schedules import NewSchedule
from tracker.web.exports.links import LABELS
from tracker.web.forms import Form, Ticks, clean, options

RHYTHMS = {
    ExportRhythm.DAILY: _l("every working day"),
    ExportRhythm.WEEKLY: _l("every week"),
    ExportRhythm.MONTHLY: _l("every month"),
}


class FileForm(Form):
    """A file made once, in the background."""

    form = RadioField(_l("Format"), choices=options(LABELS.items()), default=ExportForm.WORKBOOK.value)

    def chosen(self) -> ExportForm:
        """The form that was chosen."""
        return ExportForm(self.form.data)


class ScheduleForm(Form):
    """A list that is repeated."""

    name = StringField(_l("Name"), [InputRequired(_l("Give it a name."))], filters=[clean],
                       description=_l("It stands in the subject of the letters."))  # fmt: skip
    form = RadioField(_l("Format"), choices=options(LABELS.items()), default=ExportForm.WORKBOOK.value)
    rhythm = SelectField(_l("How often"), choices=options(RHYTHMS.items()), default=ExportRhythm.WEEKLY.value)
    first_on = DateField(_l("First on"), [InputRequired(_l("Choose a day."))],
                         description=_l("A day on which the city does not work waits for the next."))  # fmt: skip
    recipients = Ticks(_l("Who gets it"), coerce=int,
                       description=_l("Each gets a file of their own, with what that person may see."))  # fmt: skip
    attaches = BooleanField(_l("Send the file in the letter"))
    placed = BooleanField(_l("Also put a copy where other systems read it"),
                          description=_l("That copy holds what you may see."))  # fmt: skip
    version = HiddenField()

    def new(self, view: str, query: str) -> NewSchedule:
        """What was typed, about a list."""
        return NewSchedule(
            name=self.name.data,
            view=view,
            query=query,
            form=ExportForm(self.form.data),
            rhythm=ExportRhythm(self.rhythm.data),
            first_on=self.first_on.data,
            recipients=tuple(self.recipients.data or ()),
            attaches=self.attaches.data,
            placed=self.placed.data,
        )

    def show(self, schedule: ExportSchedule, recipients: tuple[int, ...], today: date) -> None:
        """Show what is repeated now."""
        self.name.data, self.form.data, self.rhythm.data = schedule.name, schedule.form, schedule.rhythm
        self.first_on.data = max(schedule.next_on or today, today)
        self.recipients.data = list(recipients)
        self.attaches.data, self.placed.data = schedule.attaches, bool(schedule.place)
        self.version.data = str(schedule.version)
