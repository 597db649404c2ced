"""In which language a contact gets letters."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.contact import Contact
from tracker.services import contacts
from tracker.web.context import commit, session, the_contact, work_as_contact
from tracker.web.permissions import for_contacts
from tracker.web.portal.blueprint import bp
from tracker.web.portal.forms import LanguageForm


@bp.get("/language")
@for_contacts
def language() -> ResponseReturnValue:
    return _page(LanguageForm(data={"language": _contact().language}))


@bp.post("/language")
@for_contacts
def choose_language() -> ResponseReturnValue:
    form = LanguageForm()
    if not form.validate():
        return _page(form), 422
    contacts.choose_language(work_as_contact(), _contact(), form.language.data)
    commit()
    flash(_("Saved. The next letter comes in this language."), "success")
    return redirect(url_for("portal.home"), 303)


def _contact() -> Contact:
    return session().get_one(Contact, the_contact().id)


def _page(form: LanguageForm) -> str:
    return render_template("portal/language.html", form=form)
