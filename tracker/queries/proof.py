"""What proves an answer: its documents with their verdicts, who signed, which text they carry, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import accepting
from tracker.domain.carried import Carried
from tracker.domain.identity import Identity, KnownPerson, KnownVendor, Likeness, compare, of_document
from tracker.domain.record_words import DocumentKind
from tracker.domain.signature_kinds import SignatureKind, shortfall
from tracker.domain.signature_verdict import Kind, Verdict
from tracker.models.attestation import Attestation
from tracker.models.contact import Contact, VendorContact
from tracker.models.document import Document
from tracker.models.signing import Signing
from tracker.models.vendor import Vendor, VendorAlias
from tracker.queries import document_checks
from tracker.queries.document_checks import CheckRow
from tracker.queries.documents import DocumentRow, documents_of
from tracker.queries.signature_kinds import kinds_of_version, shown_by


@dataclass(frozen=True, slots=True)
class SignatureProof:
    """The facts of one signature, how its holder fits the vendor, and how many bytes it covers (None: not known)."""

    facts: dict[str, Any]
    identity: Identity | None
    length: int | None

    def moment(self, name: str) -> datetime | None:
        """Return one of the moments among the facts, UTC."""
        told = self.facts.get(name)
        return datetime.fromisoformat(told) if told else None


@dataclass(frozen=True, slots=True)
class DocumentProof:
    """One document: the verdict frozen at receipt, the newest one, and the checks after the frozen one.

    `shortfall` says why the way in which it is signed does not suffice for its requirements; empty when it does.
    """

    document: DocumentRow
    on_screen: bool
    frozen: CheckRow | None
    newest: CheckRow | None
    later: tuple[CheckRow, ...]
    signatures: tuple[SignatureProof, ...]
    identity: Likeness
    shortfall: str = ""

    @property
    def carried(self) -> Carried | None:
        """Which text it carries."""
        return self.frozen.carried if self.frozen else None

    @property
    def verdict(self) -> Verdict | None:
        """The newest verdict, None before the first check."""
        return self.newest.verdict if self.newest else None

    @property
    def grounds(self) -> tuple[str, ...]:
        """Why accepting it needs a reason."""
        found = accepting.grounds(self.verdict, self.identity, self.carried)
        more = (accepting.ONLY_CITY if self._only_city else "", self.shortfall)
        return (*found, *filter(None, more))

    @property
    def _only_city(self) -> bool:
        kinds = {one.facts.get("kind") for one in self.signatures}
        return not self.on_screen and Kind.CITY in kinds and kinds <= {Kind.CITY, Kind.TIMESTAMP}


@dataclass(frozen=True, slots=True)
class Proof:
    """All documents of an answer that were not replaced."""

    documents: tuple[DocumentProof, ...]

    @property
    def grounds(self) -> tuple[str, ...]:
        """Why accepting the answer needs a reason; empty when it needs none."""
        if not self.documents:
            return (accepting.NO_DOCUMENT,)
        return tuple(dict.fromkeys(ground for one in self.documents for ground in one.grounds))

    @property
    def second_person(self) -> bool:
        """Whether accepting it takes a second person."""
        return any(one.verdict in accepting.SECOND_PERSON for one in self.documents)

    def as_json(self) -> list[dict[str, Any]]:
        """Return what was known when somebody decided, for the event of the decision."""
        return [
            {
                "document": one.document.digest,
                "verdict": one.verdict.value if one.verdict else None,
                "identity": one.identity.value,
                "carried": one.carried.state.value if one.carried else None,
            }
            for one in self.documents
        ]


def proof(session: Session, attestation_id: int) -> Proof:
    """Return what proves an answer, as it is known now; an answer without a document has none to show."""
    rows = documents_of(session, attestation_id)
    known = known_vendor(session, attestation_id)
    checks = document_checks.checks(session, [row.id for row in rows])
    kinds, enough = _kinds(session, attestation_id), _enough(session, attestation_id)
    return Proof(tuple(_document(session, row, checks.get(row.id, []), known, kinds[row.id], enough) for row in rows))


def known_vendor(session: Session, attestation_id: int) -> KnownVendor:
    """Return what the city knows of the vendor that an answer is from."""
    head = session.execute(
        select(Vendor.id, Vendor.name, Attestation.signer_name)
        .join(Attestation, Attestation.vendor_id == Vendor.id)
        .where(Attestation.id == attestation_id)
    ).one()
    aliases = session.scalars(select(VendorAlias.name).where(VendorAlias.vendor_id == head.id).order_by(VendorAlias.id))
    people = session.execute(
        select(Contact.name, Contact.email)
        .join(VendorContact, VendorContact.contact_id == Contact.id)
        .where(VendorContact.vendor_id == head.id)
        .distinct()
        .order_by(Contact.name, Contact.email)
    )
    return KnownVendor((head.name, *aliases), tuple(KnownPerson(*row) for row in people), head.signer_name)


def _kinds(session: Session, attestation_id: int) -> dict[int, str]:
    statement = select(Document.id, Document.kind).where(Document.attestation_id == attestation_id)
    return {row.id: row.kind for row in session.execute(statement)}


def _enough(session: Session, attestation_id: int) -> frozenset[SignatureKind]:
    version = select(Attestation.version_id).where(Attestation.id == attestation_id)
    return kinds_of_version(session, session.scalars(version).one())


def _document(
    session: Session,
    row: DocumentRow,
    checks: Sequence[CheckRow],
    known: KnownVendor,
    kind: str,
    enough: frozenset[SignatureKind],
) -> DocumentProof:
    newest, frozen = document_checks.newest_of(checks), document_checks.frozen_of(checks)
    lengths = newest.facts.get("lengths", {}) if newest else {}
    signatures = tuple(
        SignatureProof(facts, compare(known, facts), lengths.get(facts["field"]))
        for facts in (newest.signatures if newest else ())
    )
    on_screen = kind == DocumentKind.SEALED
    found = [one.identity for one in signatures]
    if on_screen:
        found.append(_signed_on_screen(session, row.attestation_id, known))
    later = tuple(one for one in checks if frozen is not None and one.id > frozen.id)
    shown = frozenset({SignatureKind.SCREEN}) if on_screen else shown_by(newest)
    short = shortfall(shown, enough)
    return DocumentProof(row, on_screen, frozen, newest, later, signatures, of_document(found), short)


def _signed_on_screen(session: Session, attestation_id: int, known: KnownVendor) -> Identity | None:
    row = session.execute(
        select(Signing.typed_name, Signing.email).where(Signing.attestation_id == attestation_id)
    ).first()
    return compare(known, {"kind": "person", "signer": row.typed_name, "email": row.email}) if row else None
