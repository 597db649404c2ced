"""The forms of the vendors' pages; the answers' form is made for the clauses that apply."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from tracker.domain.catalogue_words import Answer
from tracker.mail.tongue import LANGUAGES
from tracker.queries.attestation_draft import Draft
from tracker.services.attestations import LONGEST_TEXT, NewAnswer, NewSigner
from tracker.services.signings import Consent
from tracker.web.forms import Form, clean, clean_lines, options

CHOICES = [
    SelectChoice(Answer.AGREE, _("We agree")),
    SelectChoice(Answer.AGREE_WITH_EXCEPTION, _("We agree, with an exception")),
    SelectChoice(Answer.NOT_APPLICABLE, _("Not applicable")),
]
PREFIX = "clause_"
TOO_LONG = Length(max=LONGEST_TEXT, message=_("Write at most %(max)d characters."))


class EmailForm(Form):
    email = EmailField(
        _("Your e-mail address"),
        filters=[clean],
        validators=[DataRequired(_("Type the e-mail address at which the city writes to you.")), Length(max=254)],
        render_kw={"autocomplete": "email"},
    )
    next = HiddenField()


class LanguageForm(Form):
    language = RadioField(_("Language of letters"), choices=options(LANGUAGES.items()), validators=[InputRequired()])


class CodeForm(Form):
    code = StringField(
        _("Code from the letter"),
        filters=[clean],
        validators=[DataRequired(_("Type the six digits from the letter.")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


def _answer(value: object) -> Answer | None:
    return Answer(str(value)) if value in set(Answer) else None


class ClauseForm(PlainForm):
    # These labels stand in the summary of errors; the page asks in whole sentences.
    answer = RadioField(_("answer"), choices=CHOICES, coerce=_answer, validate_choice=False)
    said = TextAreaField(_("your words"), filters=[clean_lines], validators=[TOO_LONG])
    target_on = DateField(_("end of the exception"), validators=[Optional()])
    control = TextAreaField(_("protection until then"), filters=[clean_lines], validators=[TOO_LONG])


class AnswersForm(Form):
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def given(self) -> list[NewAnswer]:
        """The answers that were given."""
        clauses = {field.name: field.form for field in self if field.name.startswith(PREFIX)}
        return [
            NewAnswer(
                int(name.removeprefix(PREFIX)),
                inner.answer.data,
                inner.said.data,
                inner.target_on.data,
                inner.control.data,
            )
            for name, inner in clauses.items()
            if inner.answer.data is not None
        ]


def answers_form(draft: Draft) -> AnswersForm:
    """The form of a draft: one part per clause, named clause_<id>, filled from the draft or from what was posted."""
    fields = {f"{PREFIX}{row.clause_id}": FormField(ClauseForm, label=row.code) for row in draft.answers}
    stored = {
        f"{PREFIX}{row.clause_id}": {
            "answer": row.answer,
            "said": row.said,
            "target_on": row.target_on,
            "control": row.control,
        }
        for row in draft.answers
    }
    kind = type("FilledAnswersForm", (AnswersForm,), fields)
    return kind(data={"version": draft.row_version, **stored})  # type: ignore[no-any-return]  # a class made here


class SignerForm(Form):
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    name = StringField(
        _("Name of the person who signs"),
        filters=[clean],
        validators=[Length(max=200)],
        render_kw={"autocomplete": "name"},
    )
    title = StringField(
        _("Title"),
        filters=[clean],
        validators=[Length(max=200)],
        render_kw={"autocomplete": "organization-title"},
    )
    authority = TextAreaField(
        _("Why may this person sign for the vendor?"),
        filters=[clean_lines],
        validators=[Length(max=1000)],
        description=_("For example: “As Chief Financial Officer I may sign contracts of the company.”"),
    )

    def given(self) -> NewSigner:
        """The signer as typed."""
        return NewSigner(self.name.data, self.title.data, self.authority.data)


class UploadForm(Form):
    document = MultipleFileField(
        _("Signed document"), render_kw={"accept": "application/pdf,.pdf,image/jpeg,image/png,image/tiff"}
    )


class SigningForm(Form):
    mark = HiddenField()
    consents = BooleanField(_("I agree to do business electronically, as it is said above."))
    is_signer = BooleanField(_("I am this person, I have read the text above, and I may sign it for the vendor."))
    name = StringField(
        _("Type your name to sign"), filters=[clean], validators=[InputRequired()], render_kw={"autocomplete": "name"}
    )

    def given(self) -> Consent:
        """Consent and name as given; the service judges them."""
        return Consent(self.mark.data or "", self.consents.data, self.is_signer.data, self.name.data or "")


class SendForm(Form):
    signed_on = DateField(
        _("Day written beside the signature"), validators=[InputRequired(_("Give the day of the signature."))]
    )
