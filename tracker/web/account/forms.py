"""Forms of the account pages."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, Length

from tracker.domain.passwords import LONGEST, SHORTEST
from tracker.web.forms import Form, clean

WELL_FORMED = Email(message=_l("Write an e-mail address like name@city.example."))
SAME_TWICE = EqualTo("password", message=_l("Type the same password twice."))
PASSWORD_HINT = _l("At least %(number)d characters. Several words are easy to remember.", number=SHORTEST)


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
    language = SelectField(_l("Language of pages and letters"))


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
