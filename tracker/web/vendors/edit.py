"""New, edit, archive and restore a vendor."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from tracker.queries.likely import LikelyRow
from tracker.services import vendors
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.deeds import attempt, say_done
from tracker.web.forms import Form, clean
from tracker.web.grid import read_number
from tracker.web.permissions import permitted
from tracker.web.vendor_form import VendorForm
from tracker.web.vendors.blueprint import bp
from tracker.web.vendors.seen import seen_vendor


class ReasonForm(Form):
    """Why something is done."""

    reason = StringField(
        lazy_gettext("Reason"), [InputRequired(lazy_gettext("Say why.")), Length(max=500)], filters=[clean]
    )


@bp.route("/new", methods=["GET", "POST"])
@permitted("vendor:edit")
def new() -> ResponseReturnValue:
    form, likely = VendorForm(), []
    if form.validate_on_submit():
        likely = _likely(form)
        if not likely:
            with attempt(form) as deed:
                vendor = vendors.create(work(), form.new())
            if deed.done:
                return say_done(
                    _("%(name)s is recorded. Add its contacts and its contract next.", name=vendor.name),
                    "vendors.page",
                    vendor_id=vendor.id,
                )
    form.seen.data = form.typed_names if likely else ""
    return render_template("vendors/new.html", form=form, likely=likely), _status(form)


@bp.route("/<int:vendor_id>/edit", methods=["GET", "POST"])
@permitted("vendor:edit")
def edit(vendor_id: int) -> ResponseReturnValue:
    vendor, form, conflict = seen_vendor(vendor_id), VendorForm(), None
    if not form.is_submitted():
        form.show(vendor)
    if form.validate_on_submit():
        with attempt(form) as deed:
            vendors.edit(work(), vendor, form.new(), read_number(form.version.data) or 0)
        if deed.conflict:
            conflict = seen_vendor(vendor_id)
            form.version.data = str(conflict.version)
        if deed.done:
            return say_done(_("Saved."), "vendors.page", vendor_id=vendor_id)
    page = render_template("vendors/edit.html", form=form, vendor=seen_vendor(vendor_id), conflict=conflict)
    return page, 409 if conflict else _status(form)


@bp.route("/<int:vendor_id>/archive", methods=["GET", "POST"])
@permitted("vendor:edit")
def archive(vendor_id: int) -> ResponseReturnValue:
    vendor, form = seen_vendor(vendor_id), ReasonForm()
    if form.validate_on_submit():
        with attempt(form) as deed:
            vendors.archive(work(), vendor, form.reason.data)
        if deed.done:
            return say_done(_("%(name)s is archived.", name=vendor.name), "vendors.page", vendor_id=vendor_id)
    kept = vendors.open_contracts(session(), vendor_id)
    return render_template("vendors/archive.html", form=form, vendor=seen_vendor(vendor_id), kept=kept), _status(form)


@bp.post("/<int:vendor_id>/restore")
@permitted("vendor:edit")
def restore(vendor_id: int) -> ResponseReturnValue:
    vendor = seen_vendor(vendor_id)
    vendors.restore(work(), vendor)
    commit()
    return say_done(_("%(name)s is back.", name=vendor.name), "vendors.page", vendor_id=vendor_id)


def _likely(form: VendorForm) -> list[LikelyRow]:
    if form.duplicates_were_shown:
        return []
    return vendors.likely_duplicates(session(), form.name.data, form.number.data or None, viewer=the_viewer())


def _status(form: Form) -> int:
    return 422 if form.errors or form.form_errors else 200
