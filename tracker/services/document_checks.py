"""The verdict about a document's signatures: judged at receipt and frozen, and judged again beside that."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from tracker.documents import checked_file
from tracker.documents.checked_file import Finding, Judge, Paper
from tracker.documents.store import store_of
from tracker.domain.record_words import DocumentKind
from tracker.domain.signature_verdict import Verdict
from tracker.models.attestation import Attestation
from tracker.models.document import Document, DocumentCheck
from tracker.models.person import Person
from tracker.models.request import Request
from tracker.queries import trust_lists
from tracker.queries.attestation_draft import draft
from tracker.services import city_seal, events
from tracker.services.rules import RuleBroken
from tracker.services.work import TRACKER, Work

WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""How long after the first, second, … try that came to no end the next one comes; then it stays."""
QUICK_BYTES: Final = 5 * 1024 * 1024
"""Files up to this size are judged while the sender waits, larger ones by the job."""
MOST_AT_ONCE: Final = 20
WINDOW: Final = 1000
Pause = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Asked:
    document: Document
    paper: Paper
    trust_list_id: int | None


def is_quick(document: Document) -> bool:
    """Whether a document may be judged while its sender waits."""
    return document.size <= QUICK_BYTES


def due(work: Work, *, everything: bool = False) -> list[int]:
    """Return the ids of documents that wait for a verdict, the newest first, at most twenty.

    Looks among the newest thousand documents and at tries that came to no end; with `everything` at all documents.
    """
    tried = select(DocumentCheck.id).where(DocumentCheck.document_id == Document.id).correlate(Document)
    fresh = select(Document.id).where(~tried.exists())
    if not everything:
        fresh = fresh.where(Document.id > select(func.max(Document.id)).scalar_subquery() - WINDOW)
    found = list(work.session.scalars(fresh.order_by(Document.id.desc()).limit(MOST_AT_ONCE)))
    unended = select(DocumentCheck.document_id, DocumentCheck.checked_at, DocumentCheck.attempts).where(
        DocumentCheck.verdict == Verdict.COULD_NOT_CHECK.value,
        DocumentCheck.checked_by_id.is_(None),
        DocumentCheck.attempts <= len(WAITS),
    )
    rows = work.session.execute(unended.order_by(DocumentCheck.checked_at))
    found += [row.document_id for row in rows if row.checked_at + WAITS[row.attempts - 1] <= work.now]
    return found[:MOST_AT_ONCE]


def check_one(
    work: Work, document_id: int, pause: Pause = lambda: None, judge: Judge = checked_file.judge
) -> DocumentCheck | None:
    """Judge a received document and freeze the first verdict; return it, or None when there is no such document.

    A document that has a verdict keeps it. `pause` is called before the file is looked at, so that the edge can end
    its transaction; a try that came to no end is counted and comes again. It is judged as of its receipt.
    """
    asked = _asked(work, document_id)
    if asked is None:
        return None
    known = _own(work, document_id)
    if known is not None and known.verdict != Verdict.COULD_NOT_CHECK:
        return known
    pause()
    finding = judge(asked.paper, store_of(work.settings))
    return _keep_first(replace(work, actor=TRACKER), asked, finding)


def check_due(work: Work, commit: Pause) -> str:
    """Judge what waits for a verdict, one document after the other; `commit` ends a transaction. Return a sentence."""
    done = 0
    for document_id in due(work, everything=work.now.minute == 0):
        check_one(work, document_id, commit)
        commit()
        done += 1
    return f"judged {done} documents" if done else "no document waits for a verdict"


def again(work: Work, document: Document, pause: Pause = lambda: None) -> DocumentCheck:
    """Judge a document again, as of now and by the trust list in force; a new row beside the frozen one.

    Raises RuleBroken when whoever acts is no person of staff.
    """
    if work.actor.kind != "person":
        raise RuleBroken("", "Only a person of staff can have a document checked again.")
    asked = _asked(work, document.id, work.now)
    if asked is None:
        raise RuleBroken("", "There is no such document.")
    pause()
    finding = checked_file.judge(asked.paper, store_of(work.settings))
    row = _row(work, asked, finding)
    row.checked_by_id = work.actor.id
    work.session.add(row)
    work.session.flush()
    _record(work, asked.document, row, f"had the signatures of “{asked.document.name}” checked again")
    return row


def _asked(work: Work, document_id: int, moment: datetime | None = None) -> _Asked | None:
    document = work.session.get(Document, document_id)
    if document is None:
        return None
    attestation = work.session.get_one(Attestation, document.attestation_id)
    request = work.session.get(Request, attestation.request_id) if attestation.request_id else None
    # What the tracker made itself has other words than the form to sign: the certificate of completion.
    made_here = document.kind == DocumentKind.SEALED
    day = work.clock.day_of(document.received_at)
    text = draft(work.session, request, day).text if request and not made_here else None
    trust = trust_lists.in_force(work.session)
    own, city = _city(work)
    paper = Paper(
        digest=document.digest,
        media_type=document.media_type,
        received_on=work.clock.day_of(document.received_at),
        request_number=request.number if request else "",
        text_digest=document.text_digest,
        text=text if text is not None and text.digest() == document.text_digest else None,
        city_name=work.settings.city_name,
        certificates=(trust.certificates if trust else "") + own,
        revocations=trust.revocations if trust else "",
        city=city,
        trust_number=trust.number if trust else None,
        moment=moment or document.received_at,
    )
    return _Asked(document, paper, trust.id if trust else None)


def _city(work: Work) -> tuple[str, tuple[str, ...]]:
    return city_seal.trust(work), city_seal.fingerprints(work)


def _own(work: Work, document_id: int) -> DocumentCheck | None:
    statement = select(DocumentCheck).where(
        DocumentCheck.document_id == document_id, DocumentCheck.checked_by_id.is_(None)
    )
    return work.session.scalars(statement.order_by(DocumentCheck.id).limit(1)).first()


def _keep_first(work: Work, asked: _Asked, finding: Finding) -> DocumentCheck:
    # The lock of the document: of two that looked at the same time, the second finds what the first has kept.
    work.session.refresh(asked.document, with_for_update=True)
    known = _own(work, asked.document.id)
    if known is not None and known.verdict != Verdict.COULD_NOT_CHECK:
        return known
    row = _row(work, asked, finding)
    if known is None:
        work.session.add(row)
    else:
        row = _fill(known, row)
    work.session.flush()
    if finding.checked.verdict is not Verdict.COULD_NOT_CHECK:
        _record(work, asked.document, row, f"checked the signatures of “{asked.document.name}”")
    return row


def _row(work: Work, asked: _Asked, finding: Finding) -> DocumentCheck:
    return DocumentCheck(
        document_id=asked.document.id,
        checked_at=work.now,
        verdict=finding.checked.verdict.value,
        sentence=finding.checked.sentence,
        facts=finding.facts(asked.paper),
        trust_list_id=asked.trust_list_id,
        reader=finding.checked.reader,
        attempts=1,
    )


def _fill(known: DocumentCheck, new: DocumentCheck) -> DocumentCheck:
    known.checked_at, known.verdict, known.sentence = new.checked_at, new.verdict, new.sentence
    known.facts, known.trust_list_id, known.reader = new.facts, new.trust_list_id, new.reader
    known.attempts += 1
    return known


def _record(work: Work, document: Document, row: DocumentCheck, deed: str) -> None:
    attestation = work.session.get_one(Attestation, document.attestation_id)
    person = work.session.get(Person, row.checked_by_id) if row.checked_by_id else None
    details: dict[str, Any] = {
        "digest": document.digest,
        "verdict": row.verdict,
        "trust_list": row.facts["against"]["trust_list"],
        "reader": row.reader,
        "person": person.name if person else None,
    }
    subjects: list[events.Subject] = [("attestation", attestation.id), ("vendor", attestation.vendor_id)]
    if attestation.request_id is not None:
        subjects.append(("request", attestation.request_id))
    events.record(work, "document:checked", f"{deed}: {row.verdict}", *subjects, details=details)
