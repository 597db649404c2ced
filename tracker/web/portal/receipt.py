"""A received file is looked at while its sender waits: whose text it carries, and what its signatures prove."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from tracker.documents import carried
from tracker.documents.child import CouldNotCheck
from tracker.documents.intake import MEGABYTE, PDF, Taken
from tracker.documents.store import spooled, store_of
from tracker.domain.carried import State
from tracker.domain.signature_verdict import Verdict
from tracker.models.document import Document
from tracker.queries.document_checks import CheckRow
from tracker.services import document_checks
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, session, settings, work_as_contact


@dataclass(frozen=True, slots=True)
class Told:
    """What the sender reads about the file: the kind of the alert and its sentence."""

    kind: str
    sentence: str


def refuse_another_requests(taken: Taken, number: str) -> None:
    """Raise RuleBroken on `document` when a file carries the mark of another request than this one."""
    if taken.media_type != PDF:
        return
    try:
        with (
            store_of(settings()).open(taken.digest) as stream,
            spooled(stream, settings().upload_limit_mb * MEGABYTE) as file,
        ):
            mark = carried.read(file.path).mark
    except CouldNotCheck as error:
        current_app.logger.warning("which text a received file carries could not be read: %s", error)
        return
    if mark is not None and mark.request != number:
        raise RuleBroken(
            "document",
            _(
                "This document belongs to request %(other)s, and this is request %(number)s. Nothing was changed; "
                "download the attestation of this request, sign it, and upload that.",
                other=mark.request,
                number=number,
            ),
        )


def judge(document_id: int) -> None:
    """Judge a recorded file at once, unless it is large; what goes wrong here is done by the job."""
    document = session().get(Document, document_id)
    if document is None or not document_checks.is_quick(document):
        return
    try:
        document_checks.check_one(work_as_contact(), document_id, session().rollback)
        commit()
    except Exception:
        # The file is received and recorded; a fault of ours here must not say otherwise.
        session().rollback()
        current_app.logger.exception("a received file could not be judged at once")


def told(check: CheckRow | None) -> list[Told]:
    """Say what a check found in words that help its sender, without words of the reviewers."""
    if check is None:
        return []
    found = [Told(*_signed(check))]
    if check.carried is not None and check.carried.state is State.EARLIER:
        sentence = _(
            "This document holds an earlier text of the attestation: something was changed after it was downloaded. "
            "Download it again, sign it, and upload it in the place of this one."
        )
        found.append(Told("warning", sentence))
    if check.carried is not None and check.carried.state is State.CHANGED:
        sentence = _(
            "The pages of this document do not show the text that you were asked to sign. Download the attestation "
            "again and sign it unchanged; exceptions are written beside the clauses, on the page with your answers."
        )
        found.append(Told("warning", sentence))
    return found


def _signed(check: CheckRow) -> tuple[str, str]:
    names = ", ".join(f"“{change[0]}”" for one in check.signatures for change in one.get("changes", ()))
    words = {
        Verdict.TRUSTED: ("success", _("The digital signature in this document is in order.")),
        Verdict.UNSIGNED: (
            "info",
            _("There is no digital signature in this document. For a scan of signed paper that is as it should be."),
        ),
        Verdict.CHANGED_AFTER_SIGNING: (
            "warning",
            _(
                "The form was changed after you signed it: %(names)s. Sign it again after the last change, and upload "
                "it in the place of this one.",
                names=names,
            ),
        ),
        Verdict.ALTERED: (
            "warning",
            _(
                "This document was changed after it was signed, so that the signature does not hold. Download the "
                "attestation again, sign it, and upload it in the place of this one."
            ),
        ),
        Verdict.REVOKED: (
            "warning",
            _("The certificate of this signature was withdrawn by whoever issued it. Sign with another one."),
        ),
        Verdict.UNVERIFIED_SIGNER: (
            "info",
            _(
                "There is a digital signature in this document; the city does not know who issued its certificate. "
                "You can send it, and the city looks at it."
            ),
        ),
    }
    return words.get(check.verdict, ("info", _("The signature was not checked yet. You can send the document.")))
