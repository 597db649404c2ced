"""An evidence pack: what will be in it and for whom, then the download."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from flask import Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.folder import NO_ROOM
from tracker.documents.names import clean_name
from tracker.domain.disclosure import RULES, Audience, choices, withheld
from tracker.queries import evidence as questions
from tracker.queries.evidence import About, Subject
from tracker.services import city_seal, evidence
from tracker.services.evidence import Wanted
from tracker.services.rules import NotAllowed, RuleBroken
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.evidence.blueprint import bp
from tracker.web.evidence.form import WORDS, PackForm
from tracker.web.permissions import permitted

PIECE = 1 << 18


@bp.route("/attestations/<int:attestation_id>", methods=["GET", "POST"])
@permitted("evidence:make")
def attestation(attestation_id: int) -> ResponseReturnValue:
    return _pack(About.ATTESTATION, attestation_id)


@bp.route("/contracts/<int:contract_id>", methods=["GET", "POST"])
@permitted("evidence:make")
def contract(contract_id: int) -> ResponseReturnValue:
    return _pack(About.CONTRACT, contract_id)


@bp.route("/vendors/<int:vendor_id>", methods=["GET", "POST"])
@permitted("evidence:make")
def vendor(vendor_id: int) -> ResponseReturnValue:
    return _pack(About.VENDOR, vendor_id)


def _pack(about: About, number: int) -> ResponseReturnValue:
    subject = questions.subject(session(), the_viewer(), about, number)
    if subject is None:
        abort(404)
    if not subject.whole:
        raise NotAllowed("", _("You do not see all contracts of this attestation; somebody who does can make it."))
    audiences = choices(the_viewer().roles)
    form = PackForm(data={"audience": audiences[0].value, "as_of": clock().today()})
    form.offer(audiences)
    if not form.validate_on_submit():
        return _page(subject, form, audiences), 422 if form.errors else 200
    wanted = Wanted(subject, Audience(form.audience.data), form.as_of.data, current_app.config["PRODUCT_VERSION"])
    try:
        return _download(wanted)
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _page(subject, form, audiences), 422


def _download(wanted: Wanted) -> Response:
    viewer = the_viewer()
    # Reading may last, and needs no writer's lock.
    session().rollback()
    # Closed when it was read to its end, or when the answer is closed before.
    file = TemporaryFile()  # noqa: SIM115
    try:
        made = evidence.write(work(), viewer, wanted, file)
        evidence.note(work(), made)
        commit()
    except OSError as error:
        file.close()
        if error.errno in NO_ROOM:
            raise RuleBroken("", _("There is no room left on the server for the pack; nothing was made.")) from error
        raise
    except BaseException:
        file.close()
        raise
    return _answer(wanted, file)


def _answer(wanted: Wanted, file: IO[bytes]) -> Response:
    size = file.seek(0, 2)
    about = wanted.about
    name = clean_name(f"evidence {about.about.value} {about.number} {wanted.as_of.isoformat()}", ".zip")
    response = Response(_pieces(file), content_type="application/zip")
    response.content_length = size
    response.headers.set("Content-Disposition", "attachment", filename=name.replace(" ", "-"))
    response.call_on_close(file.close)
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _page(subject: Subject, form: PackForm, audiences: tuple[Audience, ...]) -> str:
    day = form.as_of.data or clock().today()
    until_at = evidence.end_of(work(), min(day, clock().today()))
    reach = questions.reach(session(), the_viewer(), subject, until_at)
    return render_template(
        "evidence/pack.html",
        about=subject,
        form=form,
        volume=questions.volume(session(), reach, until_at),
        rules=[(WORDS[one], [(matter.value, RULES[matter].why) for matter in withheld(one)]) for one in audiences],
        sealed=city_seal.is_ready(work()),
    )
