"""Step 1: the vendor, found among those recorded or recorded now."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.queries import vendor_choice
from tracker.queries.likely import LikelyRow
from tracker.services import vendors
from tracker.web import grid
from tracker.web.context import session, the_viewer, work
from tracker.web.deeds import attempt
from tracker.web.onboarding.blueprint import bp, steps
from tracker.web.permissions import permitted
from tracker.web.vendor_form import VendorForm


@bp.route("/vendor", methods=["GET", "POST"])
@permitted("vendor:edit")
def vendor() -> ResponseReturnValue:
    form, likely = VendorForm(), []
    if form.validate_on_submit():
        likely = _likely(form)
        if not likely:
            with attempt(form) as deed:
                new = vendors.create(work(), form.new())
            if deed.done:
                return redirect(url_for("onboarding.contract", vendor_id=new.id), 303)
    form.seen.data = form.typed_names if likely else ""
    return _page(form, likely), 422 if form.errors or form.form_errors else 200


def _page(form: VendorForm, likely: list[LikelyRow]) -> str:
    text = grid.read_text(request.args, "q")
    searched = "q" in request.args or request.method == "POST"
    if text and not form.name.data:
        form.name.data = text
    found = vendor_choice.matching(session(), the_viewer(), text) if text else []
    return render_template(
        "onboarding/vendor.html", steps=steps(), form=form, likely=likely, q=text, searched=searched, found=found
    )


def _likely(form: VendorForm) -> list[LikelyRow]:
    if form.duplicates_were_shown:
        return []
    return vendors.likely_duplicates(session(), form.name.data, form.number.data or None, viewer=the_viewer())
