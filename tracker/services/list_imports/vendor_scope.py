"""Which vendors a person who is limited to departments may not touch."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import not_, select

from tracker.models.vendor import Vendor
from tracker.queries.scope import Viewer
from tracker.queries.vendors_grid import visible
from tracker.services.list_imports.directory import portions
from tracker.services.list_imports.row_plan import Options
from tracker.services.work import Work


def hidden_vendors(work: Work, options: Options, vendor_ids: Iterable[int]) -> set[int]:
    """Return those of the vendors that the person may not see: they have contracts, and none of its departments."""
    if not options.departments:
        return set()
    viewer = Viewer(options.person_id or 0, "", "", frozenset(), options.departments)
    found: set[int] = set()
    for some in portions(vendor_ids):
        rows = select(Vendor.id).where(Vendor.id.in_(some), not_(visible(viewer)))
        found |= set(work.session.scalars(rows))
    return found
