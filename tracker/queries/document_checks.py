"""What the signatures of documents proved: the frozen verdict, and the checks after it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.carried import Carried, State
from tracker.domain.signature_verdict import Judged, Verdict, worst
from tracker.models.document import Document, DocumentCheck
from tracker.models.person import Person
from tracker.models.trust_list import TrustList


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check; `checked_by` is None for the tracker's own, `trust_number` for one without a trust list.

    `facts` are those of documents.signatures.checking.Checked.as_json with "against", "carried" and "lengths".
    """

    id: int
    document_id: int
    checked_at: datetime
    checked_by: str | None
    verdict: Verdict
    sentence: str
    facts: dict[str, Any]
    trust_number: int | None
    reader: str
    attempts: int

    @property
    def is_verdict(self) -> bool:
        """Whether the check came to an end; one that did not says nothing about the document."""
        return self.verdict is not Verdict.COULD_NOT_CHECK

    @property
    def carried(self) -> Carried | None:
        """Which text the document carries, or None when that was not looked at."""
        told = self.facts.get("carried")
        return Carried(State(told["state"]), told["sentence"], told["request"]) if told else None

    @property
    def signatures(self) -> list[dict[str, Any]]:
        """The facts of each signature, in the order in which they were made."""
        return list(self.facts.get("signatures", ()))

    @property
    def against(self) -> dict[str, Any]:
        """What it was checked against: trust list, certificates, revocation lists, moment."""
        return dict(self.facts.get("against", {}))


def checks(session: Session, document_ids: Sequence[int]) -> dict[int, list[CheckRow]]:
    """Return all checks of these documents, the oldest first, by document; one without any is left out."""
    statement = (
        select(
            DocumentCheck.id,
            DocumentCheck.document_id,
            DocumentCheck.checked_at,
            Person.name.label("checked_by"),
            DocumentCheck.verdict,
            DocumentCheck.sentence,
            DocumentCheck.facts,
            TrustList.number.label("trust_number"),
            DocumentCheck.reader,
            DocumentCheck.attempts,
        )
        .outerjoin(Person, Person.id == DocumentCheck.checked_by_id)
        .outerjoin(TrustList, TrustList.id == DocumentCheck.trust_list_id)
        .where(DocumentCheck.document_id.in_(document_ids))
        .order_by(DocumentCheck.id)
    )
    found: dict[int, list[CheckRow]] = defaultdict(list)
    for row in session.execute(statement):
        told = row._asdict()
        found[row.document_id].append(CheckRow(**{**told, "verdict": Verdict(row.verdict)}))
    return dict(found)


def frozen_of(rows: Sequence[CheckRow]) -> CheckRow | None:
    """Return the first verdict among the checks of a document, or the first try when none came to an end."""
    return next((row for row in rows if row.is_verdict), rows[0] if rows else None)


def newest_of(rows: Sequence[CheckRow]) -> CheckRow | None:
    """Return the last verdict among the checks of a document, or the last try when none came to an end."""
    return next((row for row in reversed(rows) if row.is_verdict), rows[-1] if rows else None)


def frozen(session: Session, document_id: int) -> CheckRow | None:
    """Return the verdict that was frozen when a document was received, or None while there is no check."""
    return frozen_of(checks(session, [document_id]).get(document_id, []))


def latest(session: Session, document_id: int) -> CheckRow | None:
    """Return the newest verdict about a document, or None while there is no check."""
    return newest_of(checks(session, [document_id]).get(document_id, []))


def verdicts(session: Session, attestation_ids: Iterable[int]) -> dict[int, Verdict]:
    """Return, by attestation, the worst of the newest verdicts about its documents; those without any are left out."""
    statement = (
        select(Document.attestation_id, DocumentCheck.document_id, DocumentCheck.verdict)
        .join(Document, Document.id == DocumentCheck.document_id)
        .where(Document.attestation_id.in_(list(attestation_ids)), Document.replaced_at.is_(None))
        .order_by(DocumentCheck.id)
    )
    newest: dict[tuple[int, int], Verdict] = {}
    for row in session.execute(statement):
        key, verdict = (row.attestation_id, row.document_id), Verdict(row.verdict)
        if key not in newest or verdict is not Verdict.COULD_NOT_CHECK:
            newest[key] = verdict
    found: dict[int, Verdict] = {}
    for (attestation_id, _document_id), verdict in newest.items():
        others = [Judged(one, "") for one in (found.get(attestation_id), verdict) if one is not None]
        found[attestation_id] = worst(others).verdict
    return found
