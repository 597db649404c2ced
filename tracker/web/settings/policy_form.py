"""The form of the policy."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.services.policies import BOUNDS, LONGEST_TERM_MONTHS
from tracker.web.forms import Form, clean

NUMBER = InputRequired(_l("Type a number."))


def _number(label: object, least: int, most: int, description: object = "") -> IntegerField:
    sentence = _l("Type a number from %(least)d to %(most)d.", least=least, most=most)
    return IntegerField(
        label,
        description=description,
        validators=[NUMBER, NumberRange(least, most, sentence)],
        render_kw={"inputmode": "numeric"},
    )


def _months(label: object) -> IntegerField:
    return _number(label, 1, LONGEST_TERM_MONTHS)


class PolicyForm(Form):
    notice_days = _number(
        _l("Notice period, in days"),
        *BOUNDS["notice_days"],
        _l("An attestation that runs out within so many days is “expiring”."),
    )
    term_months_1 = _months(_l("Tier 1"))
    term_months_2 = _months(_l("Tier 2"))
    term_months_3 = _months(_l("Tier 3"))
    term_months_4 = _months(_l("Tier 4"))
    request_due_days = _number(_l("Days a vendor has to answer a request"), *BOUNDS["request_due_days"])
    breach_notice_hours = _number(_l("Hours to tell the city of a breach"), *BOUNDS["breach_notice_hours"],
                                  _l("Proposed for new contracts."))  # fmt: skip
    disposal_days = _number(
        _l("Days after a contract's end to certify return or destruction"),
        *BOUNDS["disposal_days"],
        _l("Proposed for new contracts."),
    )
    digest_hour = _number(
        _l("Hour at which the daily letter goes out"),
        *BOUNDS["digest_hour"],
        _l("From 0 to 23, in the city's time, on its working days."),
    )
    heartbeat_to = StringField(
        _l("Address that gets a daily letter saying that all works"),
        description=_l("Empty for none. A day without this letter means that something stands still."),
        filters=[clean],
        validators=[Length(max=254)],
        render_kw={"type": "email", "inputmode": "email", "autocomplete": "off"},
    )
    based_on = HiddenField()

    def base(self) -> int:
        """The number of the policy row that was shown when the form was opened."""
        return int(self.based_on.data) if str(self.based_on.data).isdecimal() else 0
