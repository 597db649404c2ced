"""Vendors to choose from, by part of a name, number or alias."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models.contract import Contract
from tracker.models.vendor import Vendor
from tracker.queries.scope import Viewer, within
from tracker.queries.search import vendors_holding
from tracker.queries.vendors_grid import visible


@dataclass(frozen=True, slots=True)
class VendorChoice:
    """A vendor and how many contracts of it the viewer sees."""

    id: int
    name: str
    number: str | None
    contracts: int


def matching(session: Session, viewer: Viewer, text: str, limit: int = 20) -> list[VendorChoice]:
    """Return vendors that the viewer may see, not archived, that hold every word, by name; the newest for no words."""
    contracts = (
        select(func.count())
        .where(Contract.vendor_id == Vendor.id, Contract.archived_at.is_(None), within(viewer, Contract.department_id))
        .scalar_subquery()
    )
    statement = select(Vendor.id, Vendor.name, Vendor.number, contracts).where(Vendor.archived_at.is_(None))
    if viewer.departments:
        statement = statement.where(visible(viewer))
    order = (Vendor.name, Vendor.id) if text else (Vendor.id.desc(),)
    found = statement.where(*vendors_holding(session, text, Vendor.id)).order_by(*order).limit(limit)
    return [VendorChoice(*row) for row in session.execute(found)]
