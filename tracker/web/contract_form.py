"""The form of a contract, used by its own room and by onboarding."""

from decimal import Decimal

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker.queries import contract as queries
from tracker.queries.contract import ContractView
from tracker.queries.policy import newest
from tracker.queries.scope import Viewer
from tracker.services.contract_terms import NewTerm
from tracker.services.contracts import EditedContract, NewContract
from tracker.web.forms import Form, clean, clean_lines

NOBODY = ""
FAR_TOO_MUCH = Decimal("1e20")


def _number_or_none(value: str | int | None) -> int | None:
    return int(value) if value not in {None, NOBODY, "None"} else None


def _finite(_form: Form, field: DecimalField) -> None:
    # Decimal reads "NaN" and "Infinity", and beyond 26 digits it cannot round to cents.
    if field.data is not None and not (field.data.is_finite() and abs(field.data) < FAR_TOO_MUCH):
        raise ValidationError(_("Give an amount in digits, for example 125000.00."))


class TermForm(Form):
    """When a contract runs."""

    starts_on = DateField(_("First day"), [Optional()])
    through_on = DateField(
        _("Last day"), [Optional()], description=_("The last day counts. Leave it empty if the contract has no end.")
    )
    disposal_days = IntegerField(
        _("Days to return or destroy the data after the end"),
        [InputRequired(_("Give a number of days; 60 is usual."))],
        description=_("The vendor must certify it in writing within these days."),
    )

    def term(self) -> NewTerm:
        """What was typed, as the services take it."""
        return NewTerm(self.starts_on.data, self.through_on.data, self.disposal_days.data)


class ContractDetailsForm(Form):
    """What can be changed of a contract without touching when it runs."""

    number = StringField(
        _("Contract number"),
        [InputRequired(_("Give the contract's number.")), Length(max=64)],
        filters=[clean],
        description=_("As it stands in the finance system."),
    )
    title = StringField(
        _("Title"), [InputRequired(_("Say what the contract is for.")), Length(max=300)], filters=[clean]
    )
    department_id = SelectField(_("Department"), [InputRequired(_("Choose a department."))], coerce=int)
    owner_id = SelectField(
        _("Owner"), [Optional()], coerce=_number_or_none, description=_("Hears first when something runs out.")
    )
    amount = DecimalField(
        _("Amount in dollars"),
        [Optional(), _finite],
        places=2,
        description=_("Digits only, for example 125000 or 125000.00."),
    )
    renewal_terms = TextAreaField(_("Renewal terms"), [Optional(), Length(max=2000)], filters=[clean_lines])
    breach_notice_hours = IntegerField(
        _("Hours within which a breach must be reported"), [InputRequired(_("Give a number of hours; 72 is usual."))]
    )
    note = TextAreaField(_("Note for staff"), [Optional(), Length(max=4000)], filters=[clean_lines])

    def offer(self, session: Session, viewer: Viewer) -> None:
        """Fill the lists with the departments and people that the viewer may choose."""
        places = queries.departments(session, viewer)
        self.department_id.choices = [SelectChoice(str(place.id), place.name) for place in places]
        nobody = SelectChoice(NOBODY, str(_("Nobody yet")))
        people = [SelectChoice(str(person.id), person.name) for person in queries.owners(session)]
        self.owner_id.choices = [nobody, *people]

    def edited(self) -> EditedContract:
        """What was typed, as the services take it."""
        return EditedContract(
            number=self.number.data,
            title=self.title.data,
            department_id=self.department_id.data,
            owner_id=self.owner_id.data,
            amount=self.money(),
            renewal_terms=self.renewal_terms.data,
            breach_notice_hours=self.breach_notice_hours.data,
            note=self.note.data,
        )

    def money(self) -> Decimal | None:
        """The amount in whole cents."""
        amount = self.amount.data
        return None if amount is None else amount.quantize(Decimal("0.01"))

    def show(self, contract: ContractView) -> None:
        """Fill the form with a contract as it stands."""
        for name in ("number", "title", "department_id", "owner_id", "amount", "renewal_terms", "note"):
            getattr(self, name).data = getattr(contract, name)
        self.breach_notice_hours.data = contract.breach_notice_hours


class ContractForm(TermForm, ContractDetailsForm):
    """A new contract with its first term."""

    def propose(self, session: Session) -> None:
        """Fill an untouched form with what the policy proposes."""
        policy = newest(session)
        self.disposal_days.data = policy.disposal_days
        self.breach_notice_hours.data = policy.breach_notice_hours

    def new(self, vendor_id: int) -> NewContract:
        """What was typed, as the services take it."""
        edited, term = self.edited(), self.term()
        return NewContract(
            number=edited.number,
            title=edited.title,
            vendor_id=vendor_id,
            department_id=edited.department_id,
            owner_id=edited.owner_id,
            starts_on=term.starts_on,
            through_on=term.through_on,
            amount=edited.amount,
            renewal_terms=edited.renewal_terms,
            breach_notice_hours=edited.breach_notice_hours,
            disposal_days=term.disposal_days,
            note=edited.note,
        )
