"""Forms of versions: a clause, what a version is about, its days, and why it is withdrawn."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from tracker.services.draft_clauses import LONGEST_TEXT, NewClause
from tracker.services.principles import principles
from tracker.services.requirement_drafts import LONGEST_NOTE
from tracker.web.forms import Form, clean, clean_lines, options

RULES = [
    ("all", _l("Every contract that shares personal data")),
    ("tier>=2", _l("Contracts with data of tier 2 or higher")),
    ("tier>=3", _l("Contracts with data of tier 3 or higher")),
    ("tier>=4", _l("Contracts with data of tier 4")),
    ("protocol named", _l("Contracts that name a data usage protocol")),
    ("uses ai", _l("Contracts whose vendor uses AI on the data")),
]


class ClauseForm(Form):
    """A clause; the code is typed once and stays."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    code = StringField(
        _l("Code"),
        [InputRequired(_l("Give it a code.")), Length(max=16)],
        filters=[clean],
        description=_l("Capital letters, a dash and a number, such as SEC-5. It stays with the clause for good."),
    )
    text = TextAreaField(
        _l("The vendor agrees"),
        [InputRequired(_l("Write what the vendor agrees to.")), Length(max=LONGEST_TEXT)],
        filters=[clean_lines],
        render_kw={"rows": 5},
    )
    rule = SelectField(_l("Applies to"), [InputRequired(_l("Choose the contracts."))], choices=options(RULES))
    principle = SelectField(_l("Serves"), [InputRequired(_l("Choose a principle."))])
    position = IntegerField(_l("Place in the list"), [Optional()])
    same_meaning = BooleanField(_l("It is the same requirement as the one that had this code before"))

    def offer(self) -> None:
        """Offer the city's principles."""
        self.principle.choices = options((item.code, f"{item.code} {item.name}") for item in principles().values())

    def keep_rule(self, rule: str) -> None:
        """Offer the rule that a clause has, should it be none of the usual ones."""
        if rule not in {value for value, _words in RULES}:
            self.rule.choices = options([*RULES, (rule, rule)])

    def new(self, code: str | None = None) -> NewClause:
        """What was typed."""
        return NewClause(
            code or self.code.data,
            self.text.data,
            self.rule.data,
            self.principle.data,
            self.position.data,
            same_meaning=code is None and bool(self.same_meaning.data),
        )


class ChangedClauseForm(ClauseForm):
    """A clause that has its code already."""

    code = None  # how WTForms leaves a field of the parent out
    same_meaning = None


class NoteForm(Form):
    """What a version is about."""

    note = TextAreaField(
        _l("What this version is about"),
        [Length(max=LONGEST_NOTE)],
        filters=[clean_lines],
        description=_l("One or two sentences that everybody reads beside the version."),
        render_kw={"rows": 2},
    )


class DaysForm(Form):
    """From when a version is in force, and for how long the one before it still counts."""

    class Meta(Form.Meta):
        """Read from the address, so that what follows can be looked at and shared."""

        csrf = False

    effective_on = DateField(_l("In force from"), [InputRequired(_l("Choose the first day."))])
    grace_days = IntegerField(_l("Days of grace"), [InputRequired(_l("Type a number of days."))])


class PublishForm(Form):
    """The days and the text that were looked at."""

    effective_on = DateField(_l("In force from"), [InputRequired()], widget=HiddenInput())
    grace_days = IntegerField(_l("Days of grace"), [InputRequired()], widget=HiddenInput())
    seen = HiddenField(validators=[InputRequired()])


class ReasonForm(Form):
    """Why a version is withdrawn."""

    reason = StringField(_l("Reason"), [InputRequired(_l("Say why.")), Length(max=2000)], filters=[clean])
