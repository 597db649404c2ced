"""A vendor's contacts: add, edit, remove."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.contact import Contact
from tracker.queries.vendor import acts_out_of_sight
from tracker.services import contacts, unreachable
from tracker.services.contacts import NewContact
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.deeds import attempt, say_done
from tracker.web.grid import read_number
from tracker.web.permissions import permitted
from tracker.web.vendor_form import ContactForm
from tracker.web.vendors.blueprint import bp
from tracker.web.vendors.seen import contact_of, seen_vendor


@bp.route("/<int:vendor_id>/contacts/new", methods=["GET", "POST"])
@permitted("vendor:edit")
def add_contact(vendor_id: int) -> ResponseReturnValue:
    vendor, form = seen_vendor(vendor_id), ContactForm()
    if form.validate_on_submit():
        with attempt(form) as deed:
            contact = contacts.add(work(), vendor, form.new())
        if deed.done:
            return say_done(_("%(name)s is a contact now.", name=contact.name), "vendors.page", vendor_id=vendor_id)
    page = render_template("vendors/contact.html", form=form, vendor=seen_vendor(vendor_id), contact=None)
    return page, 422 if form.errors else 200


@bp.route("/<int:vendor_id>/contacts/<int:contact_id>", methods=["GET", "POST"])
@permitted("vendor:edit")
def edit_contact(vendor_id: int, contact_id: int) -> ResponseReturnValue:
    vendor, form, conflict = seen_vendor(vendor_id), ContactForm(), None
    contact, row = contact_of(vendor, contact_id)
    if not form.is_submitted():
        form.show(contact, row.roles)
    if form.validate_on_submit():
        with attempt(form) as deed:
            _check_shared(contact, form.new())
            contacts.edit(work(), vendor, contact, form.new(), read_number(form.version.data) or 0)
        if deed.conflict:
            contact, conflict = contact_of(seen_vendor(vendor_id), contact_id)
            form.version.data = str(contact.version)
        if deed.done:
            return say_done(_("Saved."), "vendors.page", vendor_id=vendor_id)
    page = render_template(
        "vendors/contact.html", form=form, vendor=seen_vendor(vendor_id), contact=row, conflict=conflict
    )
    return page, 409 if conflict else 422 if form.errors or form.form_errors else 200


def _check_shared(contact: Contact, new: NewContact) -> None:
    # Whoever may write to this vendor must not turn another vendor's mail to another mailbox.
    before = (contact.name, contact.email, contact.title, contact.phone, contact.language)
    after = (new.name, new.email.lower(), new.title, new.phone, new.language)
    if before != after and acts_out_of_sight(session(), the_viewer(), contact.id):
        sentence = _("This person also acts for vendors that you do not see; only the roles here are yours to change.")
        raise RuleBroken("email", sentence)


@bp.post("/<int:vendor_id>/contacts/<int:contact_id>/works-again")
@permitted("vendor:edit")
def contact_works_again(vendor_id: int, contact_id: int) -> ResponseReturnValue:
    contact, row = contact_of(seen_vendor(vendor_id), contact_id)
    unreachable.works_again(work(), contact)
    commit()
    return say_done(
        _("Letters go to %(name)s again.", name=row.name), "vendors.page", vendor_id=vendor_id, _anchor="contacts"
    )


@bp.route("/<int:vendor_id>/contacts/<int:contact_id>/remove", methods=["GET", "POST"])
@permitted("vendor:edit")
def remove_contact(vendor_id: int, contact_id: int) -> ResponseReturnValue:
    vendor = seen_vendor(vendor_id)
    contact, row = contact_of(vendor, contact_id)
    if request.method == "GET":
        return render_template("vendors/remove_contact.html", vendor=vendor, contact=row)
    try:
        contacts.remove(work(), vendor, contact)
        commit()
    except RuleBroken as broken:
        session().rollback()
        page = render_template(
            "vendors/remove_contact.html", vendor=seen_vendor(vendor_id), contact=row, broken=broken.sentence
        )
        return page, 422
    return say_done(_("%(name)s is no contact any more.", name=row.name), "vendors.page", vendor_id=vendor_id)
