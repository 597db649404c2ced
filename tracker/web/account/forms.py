"""Forms of the account pages."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, Length

from tracker.domain.obligations import Rhythm
from tracker.domain.passwords import LONGEST, SHORTEST
from tracker.mail.tongue import LANGUAGES
from tracker.web.forms import Form, clean, options

WELL_FORMED = Email(message=_l("Write an e-mail address like name@city.example."))
SAME_TWICE = EqualTo("password", message=_l("Type the same password twice."))
PASSWORD_HINT = _l("At least %(number)d characters. Several words are easy to remember.", number=SHORTEST)


RHYTHMS = {
    Rhythm.DAILY: _l("Daily: one letter on each working day on which something new is due"),
    Rhythm.WEEKLY: _l("Weekly: one letter on the first working day of the week, with what came up since the last"),
    Rhythm.NONE: _l("None: no reminders by mail; what is due stands on the Reminders page"),
}


def _required(sentence: object) -> DataRequired:
    return DataRequired(message=sentence)


def _password(label: object, purpose: str, *validators: object, description: object = "") -> PasswordField:
    rules = [_required(_l("Type a password.")), Length(max=LONGEST), *validators]
    return PasswordField(label, validators=rules, description=description, render_kw={"autocomplete": purpose})


class SignInForm(Form):
    email = StringField(
        _l("E-mail address"),
        filters=[clean],
        validators=[_required(_l("Type your e-mail address.")), Length(max=254)],
        render_kw={"autocomplete": "username", "type": "email", "inputmode": "email"},
    )
    password = _password(_l("Password"), "current-password")
    next = HiddenField()


class SecondStepForm(Form):
    code = StringField(
        _l("Code"),
        filters=[clean],
        description=_l("The six digits that your authenticator app shows, or one of your recovery codes."),
        validators=[_required(_l("Type the code.")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none"},
    )


class ForgotForm(Form):
    email = StringField(
        _l("E-mail address"),
        filters=[clean],
        validators=[_required(_l("Type your e-mail address.")), Length(max=254), WELL_FORMED],
        render_kw={"autocomplete": "username", "type": "email", "inputmode": "email"},
    )


class NewPasswordForm(Form):
    password = _password(_l("New password"), "new-password", description=PASSWORD_HINT)
    again = _password(_l("New password again"), "new-password", SAME_TWICE)


class ChangePasswordForm(Form):
    old_password = _password(_l("Present password"), "current-password")
    password = _password(_l("New password"), "new-password", description=PASSWORD_HINT)
    again = _password(_l("New password again"), "new-password", SAME_TWICE)


class OwnDataForm(Form):
    name = StringField(
        _l("Name"),
        filters=[clean],
        validators=[_required(_l("Type your name.")), Length(max=200)],
        render_kw={"autocomplete": "name"},
    )


class LettersForm(Form):
    rhythm = RadioField(
        _l("Reminders by mail"),
        choices=options(RHYTHMS.items()),
        validators=[_required(_l("Choose how often you want reminders by mail."))],
    )
    language = SelectField(_l("Language of letters"), choices=options(LANGUAGES.items()))


class SwitchOnForm(Form):
    code = StringField(
        _l("Code"),
        filters=[clean],
        description=_l("The six digits that the app shows now."),
        validators=[_required(_l("Type the code.")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    current_password = _password(_l("Present password"), "current-password")


class ConfirmForm(Form):
    current_password = _password(_l("Present password"), "current-password")
