"""The proof of the audit trail: verify it here, or take everything along and verify it without the tracker."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.export_words import ExportForm
from tracker.places import data_folder
from tracker.queries import audit_proof, event_chain
from tracker.services import audit_export, audit_verification, checkpoints
from tracker.web.audit.blueprint import bp
from tracker.web.context import clock, commit, session, settings, the_viewer, work
from tracker.web.file_answer import file_answer
from tracker.web.permissions import permitted

VERIFIER = "verify_audit.py"
MARKER = "sealed later"


@bp.get("/proof")
@permitted("audit:verify")
def proof() -> str:
    _whole_city_only()
    found = audit_proof.proof(session(), audit_verification.VERIFIED)
    places = [place.name for place in checkpoints.places(settings())]
    reached = {row.to for row in found.handed_out}
    return render_template(
        "audit/proof.html",
        proof=found,
        handed_out=[row for row in found.handed_out if not row.to.startswith(MARKER)],
        later=[row for row in found.handed_out if row.to.startswith(MARKER)],
        waiting=[name for name in places if name not in reached],
        line=event_chain.head(session(), clock().now()).line,
    )


@bp.post("/proof")
@permitted("audit:verify")
def verify() -> ResponseReturnValue:
    _whole_city_only()
    # On SQLite this request holds the writer's lock; reading the whole trail may last, and needs none.
    session().rollback()
    outcome = audit_verification.verify(session())
    audit_verification.note(work(), outcome)
    commit()
    flash(_("The trail was read from its first event to its last."), "info")
    return redirect(url_for("audit.proof"), 303)


@bp.get("/trail.jsonl")
@permitted("audit:verify")
def export() -> Response:
    _whole_city_only()
    name = f"trail-{clock().today().isoformat()}.jsonl"
    lines = audit_export.lines(work())
    return file_answer(name, ExportForm.JSON_LINES, lambda file: file.writelines(line.encode() for line in lines))


@bp.get("/verify_audit.py")
@permitted("audit:verify")
def verifier() -> Response:
    text = (data_folder("seed_data") / "verifier" / VERIFIER).read_text("utf-8")
    return _file(Response(text, mimetype="text/x-python"), VERIFIER)


def _whole_city_only() -> None:
    # The chain holds together as a whole; who sees a part of the city cannot be given a part of it.
    if the_viewer().departments:
        abort(403, description=_("The proof of the audit trail is for people who see the whole city."))


def _file(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
