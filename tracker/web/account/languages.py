"""The languages that pages can be read in."""

from flask import current_app

from tracker.web.account.forms import OwnDataForm
from tracker.web.forms import options


def offer(form: OwnDataForm) -> OwnDataForm:
    """Fill the form's languages: those the installation has; with only one there is nothing to choose."""
    found = {
        str(locale): locale.get_language_name(str(locale))
        for locale in current_app.extensions["babel"].instance.list_translations()
    }
    form.language.choices = options(sorted({"en": "English", **found}.items()))
    if len(form.language.choices) == 1:
        form.language.data = "en"
    return form
