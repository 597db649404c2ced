"""What onboarding left unfinished: vendors without a contract, contracts undeclared, contracts never asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from tracker.domain.standings import Standing
from tracker.models.contract import Contract
from tracker.models.request import RequestContract
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.queries.scope import Viewer, within

SHOWN = 10
LACKING = (Standing.MISSING, Standing.EXPIRED)


@dataclass(frozen=True, slots=True)
class UnfinishedVendor:
    """A vendor that has no contract yet."""

    id: int
    name: str
    number: str | None


@dataclass(frozen=True, slots=True)
class UnfinishedContract:
    """A contract that stopped on the way, with its vendor."""

    id: int
    number: str
    title: str
    vendor: str


def vendors_without_contract(session: Session) -> list[UnfinishedVendor]:
    """Return the newest vendors that have no contract; nobody's department hides them."""
    contracts = exists().where(Contract.vendor_id == Vendor.id)
    statement = select(Vendor.id, Vendor.name, Vendor.number).where(Vendor.archived_at.is_(None), ~contracts)
    return [UnfinishedVendor(*row) for row in session.execute(statement.order_by(Vendor.id.desc()).limit(SHOWN))]


def undeclared(session: Session, viewer: Viewer, day: date) -> list[UnfinishedContract]:
    """Return the newest contracts, in force on `day` or later, of which nobody has said what they let go."""
    return _contracts(session, viewer, day, [Standing.UNDECLARED])


def never_requested(session: Session, viewer: Viewer, day: date) -> list[UnfinishedContract]:
    """Return the newest contracts, in force on `day` or later, that share personal data and were never asked about."""
    asked = exists().where(RequestContract.contract_id == Contract.id)
    return _contracts(session, viewer, day, LACKING, ~asked)


def _contracts(
    session: Session, viewer: Viewer, day: date, standings: Sequence[Standing], *more: ColumnElement[bool]
) -> list[UnfinishedContract]:
    statement = (
        select(Contract.id, Contract.number, Contract.title, Vendor.name)
        .join(StandingSpan, StandingSpan.contract_id == Contract.id)
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .where(StandingSpan.standing.in_(standings), StandingSpan.until_on > day)
        .where(Contract.archived_at.is_(None), within(viewer, Contract.department_id), *more)
        .distinct()
        .order_by(Contract.id.desc())
        .limit(SHOWN)
    )
    return [UnfinishedContract(*row) for row in session.execute(statement)]


def contracts_of(session: Session, viewer: Viewer, vendor_id: int) -> list[UnfinishedContract]:
    """Return the newest contracts of a vendor that are recorded already."""
    statement = (
        select(Contract.id, Contract.number, Contract.title, Vendor.name)
        .join(Vendor, Vendor.id == Contract.vendor_id)
        .where(Contract.vendor_id == vendor_id, Contract.archived_at.is_(None))
        .where(within(viewer, Contract.department_id))
        .order_by(Contract.id.desc())
        .limit(SHOWN)
    )
    return [UnfinishedContract(*row) for row in session.execute(statement)]
