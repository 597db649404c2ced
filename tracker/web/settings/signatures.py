"""Which ways to sign suffice for a requirement set."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.signature_kinds import SignatureKind
from tracker.models.requirement import RequirementSet
from tracker.queries.signature_kinds import SetKinds, kinds_of_sets
from tracker.services import signature_kinds as service
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, session, work
from tracker.web.forms import Form
from tracker.web.found import found
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp

CHOICES = (
    SelectChoice(SignatureKind.CERTIFICATE.value, _l("A PDF signed with a certificate")),
    SelectChoice(
        SignatureKind.PLATFORM.value, _l("A PDF sealed by an e-signature platform, which vouches for the signer")
    ),
    SelectChoice(SignatureKind.SCREEN.value, _l("Signing on screen")),
    SelectChoice(SignatureKind.WET.value, _l("Ink on paper: a scan as PDF, or pictures (JPEG, PNG, TIFF)")),
)


class KindsForm(Form):
    """The ways to sign that suffice."""

    kinds = SelectMultipleField(
        _l("Ways to sign that suffice"),
        choices=CHOICES,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


@bp.get("/signatures")
@permitted("requirement:edit")
def signatures() -> ResponseReturnValue:
    return _page()


@bp.post("/signatures/<int:set_id>")
@permitted("requirement:edit")
def choose_signatures(set_id: int) -> ResponseReturnValue:
    row, form = found(RequirementSet, set_id), KindsForm()
    if not form.validate():
        return _page(set_id, form), 422
    try:
        service.choose(work(), row, [SignatureKind(value) for value in form.kinds.data or []])
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _page(set_id, form), 422
    flash(_("Saved. It holds for what vendors send from now on."), "success")
    return redirect(url_for("settings.signatures"), 303)


def _page(tried: int | None = None, form: KindsForm | None = None) -> str:
    shown = [(one, form if form and one.id == tried else _filled(one)) for one in kinds_of_sets(session())]
    return render_template("settings/signatures.html", sets=shown, tried=form)


def _filled(one: SetKinds) -> KindsForm:
    return KindsForm(formdata=None, data={"kinds": [kind.value for kind in one.kinds]})
