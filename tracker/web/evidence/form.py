"""For whom a pack is made, and as of which day."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField
from wtforms.validators import InputRequired

from tracker.domain.disclosure import Audience
from tracker.web.forms import Form, options

WORDS = {
    Audience.AUDITOR: _l("Auditors: everything"),
    Audience.PRIVACY_OFFICER: _l("Privacy officers: everything"),
    Audience.PROCUREMENT: _l("Procurement: files that vendors sent, without addresses and notes"),
    Audience.MANAGER: _l("Managers: no files, no addresses, no notes"),
    Audience.PUBLIC: _l("The public: what an answer to a public-records request may hold"),
}


class PackForm(Form):
    """What is asked for before a pack is made."""

    audience = RadioField(_l("For whom"), [InputRequired(_l("Choose for whom the pack is."))])
    as_of = DateField(
        _l("As of the end of"),
        [InputRequired(_l("Choose a day."))],
        description=_l("What was recorded later is not in the pack."),
    )

    def offer(self, audiences: Iterable[Audience]) -> None:
        """Let only these be chosen."""
        self.audience.choices = options((one.value, WORDS[one]) for one in audiences)
