"""Forms of campaigns: the plan, and why one is paused or stopped."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.services.campaigns import NewCampaign
from tracker.web.forms import Form, clean, clean_lines


class CampaignForm(Form):
    """How vendors are asked."""

    name = StringField(_l("Name"), [InputRequired(_l("Give it a name.")), Length(max=200)], filters=[clean])
    message = TextAreaField(
        _l("Message"),
        [Length(max=2000)],
        filters=[clean_lines],
        description=_l("Stands in every letter of this campaign."),
        render_kw={"rows": 4},
    )
    per_wave = IntegerField(_l("Vendors on each working day"), [InputRequired(_l("Type a number."))])
    first_on = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    due_days = IntegerField(_l("Days to answer"), [InputRequired(_l("Type a number of days."))])

    def new(self) -> NewCampaign:
        """What was typed."""
        return NewCampaign(
            self.name.data, self.message.data, self.per_wave.data, self.first_on.data, self.due_days.data
        )


class ReasonForm(Form):
    """Why a campaign is paused or stopped."""

    reason = StringField(_l("Reason"), [InputRequired(_l("Say why.")), Length(max=2000)], filters=[clean])
