"""The trust list: whose certificates vouch for signers, with its history."""

from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.signatures.bundle import RevocationList, TrustedCertificate
from tracker.queries import trust_lists as questions
from tracker.queries.trust_lists import TrustVersion
from tracker.services import trust_lists
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import clock, commit, session, work
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp
from tracker.web.settings.trust_forms import AddTrustForm, RemoveTrustForm

PEM = "application/x-pem-file"


@bp.get("/trust")
@permitted("trust:read")
def trust() -> ResponseReturnValue:
    present = questions.in_force(session())
    return _page(present, AddTrustForm(formdata=None, data={"seen": str(present.number if present else 0)}))


@bp.post("/trust")
@permitted("trust:edit")
def add_trust() -> ResponseReturnValue:
    form = AddTrustForm()
    if not form.validate():
        return _page(questions.in_force(session()), form), 422
    try:
        row = trust_lists.add(
            work(), form.certificates_given(), form.revocations_given(), form.note.data, seen=form.number()
        )
        number = row.number
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        present = questions.in_force(session())
        form.seen.data = str(present.number if present else 0)
        return _page(present, form), 409 if isinstance(broken, Conflict) else 422
    flash(_("Version %(number)s of the trust list is in force.", number=number), "success")
    return redirect(url_for("settings.trust"), 303)


@bp.route("/trust/remove/<fingerprint>", methods=["GET", "POST"])
@permitted("trust:edit")
def remove_trust(fingerprint: str) -> ResponseReturnValue:
    present = questions.in_force(session())
    held: list[TrustedCertificate | RevocationList] = [*present.held, *present.lists] if present else []
    found = next((one for one in held if one.fingerprint == fingerprint), None)
    if present is None or found is None:
        abort(404)
    form = RemoveTrustForm(data={"seen": str(present.number)} if request.method == "GET" else None)
    if not form.validate_on_submit():
        return render_template("settings/trust_remove.html", found=found, form=form), 422 if form.errors else 200
    try:
        trust_lists.remove(work(), fingerprint, form.note.data, seen=form.number())
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        status = 409 if isinstance(broken, Conflict) else 422
        return render_template("settings/trust_remove.html", found=found, form=form), status
    flash(_("It is not on the trust list any more."), "success")
    return redirect(url_for("settings.trust"), 303)


@bp.get("/trust/<int:number>.pem")
@permitted("trust:read")
def trust_bundle(number: int) -> ResponseReturnValue:
    found = questions.version(session(), number)
    if found is None:
        abort(404)
    data = BytesIO((found.certificates + found.revocations).encode("ascii"))
    return send_file(data, mimetype=PEM, as_attachment=True, download_name=f"trust-list-{number}.pem", etag=False)


def _page(present: TrustVersion | None, form: AddTrustForm) -> str:
    held = present.held if present else []
    return render_template(
        "settings/trust.html",
        present=present,
        held=held,
        lists=present.lists if present else [],
        ending=questions.running_out(held, clock().now()),
        now=clock().now(),
        history=questions.history(session()),
        form=form,
    )
