"""What an evidence pack is about, and which contracts and attestations belong into it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, exists, func, not_, select, true
from sqlalchemy.orm import Session

from tracker.models.attestation import Attestation, AttestationContract
from tracker.models.contract import Contract
from tracker.models.document import Document
from tracker.models.vendor import Vendor
from tracker.queries import attestation as attestation_questions
from tracker.queries import contract as contract_questions
from tracker.queries import vendor as vendor_questions
from tracker.queries.scope import Viewer, within


class About(StrEnum):
    """What a pack can be about."""

    ATTESTATION = "attestation"
    CONTRACT = "contract"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Subject:
    """What one pack is about; `label` names it in sentences, `number` is what people call it by.

    `whole` is False for an attestation of which the viewer may not see all contracts.
    """

    about: About
    id: int
    label: str
    number: str
    vendor_id: int
    vendor: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """Ids in the pack, in order; `hidden` counts attestations that also cover what the viewer may not see."""

    contracts: tuple[int, ...]
    attestations: tuple[int, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Volume:
    """How much a pack will hold; `kept_back` counts files that nobody is given, `size` is in bytes."""

    contracts: int
    attestations: int
    documents: int
    size: int
    kept_back: int
    hidden: int


def subject(session: Session, viewer: Viewer, about: About, number: int) -> Subject | None:
    """Return what a pack would be about, or None when it is missing or not the viewer's to see."""
    if about is About.ATTESTATION:
        view = attestation_questions.find(session, viewer, number)
        if view is None:
            return None
        row = view.row
        name = row.request_number or str(row.id)
        label = f"the attestation of {row.vendor_name}, request {name}, round {row.round}"
        return Subject(about, number, label, f"{name}-{row.round}", row.vendor_id, row.vendor_name, view.whole)
    if about is About.CONTRACT:
        found = contract_questions.contract(session, viewer, number)
        if found is None:
            return None
        label = f"contract {found.number} with {found.vendor}"
        return Subject(about, number, label, found.number, found.vendor_id, found.vendor)
    vendor = vendor_questions.vendor(session, viewer, number)
    if vendor is None:
        return None
    return Subject(about, number, f"vendor {vendor.name}", vendor.number or vendor.name, number, vendor.name)


def numbered(session: Session, about: About, number: str) -> int | None:
    """Return the id of what people call by a number: a contract, a vendor, or the last answer to a request."""
    if about is About.CONTRACT:
        return session.scalars(select(Contract.id).where(Contract.number == number)).first()
    if about is About.VENDOR:
        return session.scalars(select(Vendor.id).where(Vendor.number == number)).first()
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None  # noqa: PLR2004  # fits a column


def reach(session: Session, viewer: Viewer, about: Subject, until_at: datetime) -> Reach:
    """Return what belongs into a pack, submitted before a moment (UTC)."""
    submitted = Attestation.submitted_at < until_at
    contracts = tuple(session.scalars(_contracts(viewer, about)))
    covers = select(AttestationContract.attestation_id).where(AttestationContract.contract_id.in_(contracts))
    theirs: ColumnElement[bool] = Attestation.id == about.id
    if about.about is About.CONTRACT:
        theirs = Attestation.id.in_(covers)
    elif about.about is About.VENDOR:
        theirs = (Attestation.vendor_id == about.id) & Attestation.id.in_(covers)
    ids = select(Attestation.id).where(submitted, theirs).order_by(Attestation.id)
    seen = tuple(session.scalars(ids.where(_whole(viewer))))
    every = session.scalar(select(func.count()).select_from(Attestation).where(submitted, theirs)) or 0
    return Reach(contracts, seen, every - len(seen))


def volume(session: Session, found: Reach, until_at: datetime) -> Volume:
    """Return how much a pack will hold, before redaction."""
    received = Document.attestation_id.in_(found.attestations), Document.received_at < until_at
    given = Document.scan.in_(("clean", "not scanned"))
    count, size = session.execute(
        select(func.count(), func.coalesce(func.sum(Document.size), 0)).where(*received, given)
    ).one()
    kept_back = session.scalar(select(func.count()).select_from(Document).where(*received, not_(given))) or 0
    return Volume(len(found.contracts), len(found.attestations), count, int(size), kept_back, found.hidden)


def _contracts(viewer: Viewer, about: Subject) -> Select[int]:
    ids = select(Contract.id).where(within(viewer, Contract.department_id)).order_by(Contract.id)
    if about.about is About.CONTRACT:
        return ids.where(Contract.id == about.id)
    if about.about is About.VENDOR:
        return ids.where(Contract.vendor_id == about.id)
    covered = select(AttestationContract.contract_id).where(AttestationContract.attestation_id == about.id)
    return ids.where(Contract.id.in_(covered))


def _whole(viewer: Viewer) -> ColumnElement[bool]:
    if not viewer.departments:
        return true()
    return not_(
        exists().where(
            AttestationContract.attestation_id == Attestation.id,
            Contract.id == AttestationContract.contract_id,
            not_(within(viewer, Contract.department_id)),
        )
    )
