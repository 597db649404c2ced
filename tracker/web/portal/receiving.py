"""What was sent becomes a checked, kept and recorded document."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from tracker.documents.child import CouldNotCheck
from tracker.documents.intake import Refused, Taken
from tracker.documents.places import StoreFull
from tracker.documents.scans import take_sent
from tracker.documents.store import store_of
from tracker.domain.record_words import ScanState
from tracker.domain.signature_kinds import SignatureKind
from tracker.models.document import Document
from tracker.queries.signature_kinds import kinds_of_version
from tracker.services import attestations, document_scans
from tracker.services.documents import NewDocument, receive
from tracker.services.rules import RuleBroken
from tracker.web.context import commit, session, settings, work_as_contact
from tracker.web.portal.asking import the_asked


class NoRoom(RuleBroken):
    """The city's disk is full: nothing of the sender's is at fault."""


def sufficing(version_id: int) -> frozenset[SignatureKind]:
    """The ways to sign that suffice for this version of the requirements."""
    return kinds_of_version(session(), version_id)


def paper_suffices(version_id: int) -> bool:
    """Whether pictures of signed paper are accepted for this version of the requirements."""
    return SignatureKind.WET in sufficing(version_id)


def taken(files: Sequence[object], *, pictures: bool) -> Taken:
    """The files, checked and in the store as one document; a refusal is a rule broken by their sender."""
    sent = [file for file in files if isinstance(file, FileStorage) and file.filename]
    if not sent:
        raise RuleBroken("document", _("Choose the signed PDF first."))
    streams = [(file.stream, file.filename) for file in sent]
    try:
        return take_sent(streams, store_of(settings()), settings().upload_limit_mb, pictures=pictures)  # type: ignore[arg-type]  # werkzeug's streams are binary files
    except Refused as refused:
        raise RuleBroken("document", refused.sentence) from refused
    except StoreFull as error:
        current_app.logger.error("a received file could not be kept: the store is full")  # noqa: TRY400  # no stack is needed to know where
        sentence = _(
            "There is no room left on our side, so nothing was kept. Please try again later; your answers stay."
        )
        raise NoRoom("document", sentence) from error
    except CouldNotCheck as error:
        current_app.logger.warning("received pictures could not be read: %s", error)
        sentence = _("We could not read these pictures. Please try again in a minute, or upload them as one PDF.")
        raise RuleBroken("document", sentence) from error


def recorded(request_id: int, new: Taken) -> int:
    """The id of the document's row; the bytes are in the store already."""
    asked = the_asked(request_id)
    deed = work_as_contact()
    attestation = attestations.draft_of(deed, asked.row)
    document = NewDocument(
        new.digest, new.size, new.name, new.media_type, new.pages, new.pages is not None, new.originals
    )
    row = receive(deed, attestation, document)
    number = row.id
    commit()
    return number


def scanned(document_id: int) -> ScanState:
    """Have a recorded file scanned at once while its sender waits; what comes to no end is the job's to do."""
    row = session().get_one(Document, document_id)
    digest, pages, state = row.digest, row.pages, ScanState(row.scan)
    session().rollback()
    if state is not ScanState.WAITING or pages is None:
        return state
    looked = document_scans.look(store_of(settings()), settings().clamav_url, digest, pages)
    document_scans.note(work_as_contact(), document_id, looked, watched=True)
    commit()
    return looked.state
