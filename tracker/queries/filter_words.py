"""What a question to the contracts grid asks, in words that stand on a report."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.department import Department
from tracker.models.vendor import Vendor
from tracker.queries import grid_choices, vendors_grid
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.scope import Viewer, within


def filter_words(session: Session, viewer: Viewer, query: GridQuery) -> tuple[str, ...]:
    """Return one phrase per filter, the viewer's own departments first; none when all contracts are shown."""
    said = [
        ("only the departments", _departments(session, viewer, tuple(sorted(viewer.departments)))),
        ("search", [query.text] if query.text else []),
        ("standing", [str(word) for word in query.standings]),
        ("stage", [str(word) for word in query.stages]),
        ("department", _departments(session, viewer, query.departments)),
        ("tier", [str(tier) for tier in query.tiers]),
        ("owner", _people(session, viewer, query.owners)),
        ("vendor", _vendor(session, viewer, query.vendor_id)),
        ("runs out", [] if query.runs_out_days is None else [f"in {query.runs_out_days} days"]),
        ("renewal", ["on hold"] if query.hold else []),
        ("sensitive data", ["yes"] if query.sensitive else []),
        ("owner", [viewer.name] if query.mine else []),
        ("chosen by hand", [f"{len(query.contract_ids)} contracts"] if query.contract_ids else []),
    ]
    return tuple(f"{name}: {' or '.join(values)}" for name, values in said if values)


def _departments(session: Session, viewer: Viewer, ids: tuple[int, ...]) -> list[str]:
    if not ids:
        return []
    named = select(Department.name).where(Department.id.in_(ids), within(viewer, Department.id))
    return list(session.scalars(named.order_by(Department.name))) or ["unknown"]


def _people(session: Session, viewer: Viewer, ids: tuple[int, ...]) -> list[str]:
    if not ids:
        return []
    return [name for number, name in grid_choices.owners(session, viewer) if number in ids] or ["unknown"]


def _vendor(session: Session, viewer: Viewer, vendor_id: int | None) -> list[str]:
    if vendor_id is None:
        return []
    named = select(Vendor.name).where(Vendor.id == vendor_id, vendors_grid.visible(viewer))
    return [session.scalar(named) or "unknown"]
