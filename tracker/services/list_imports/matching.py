"""Whom a name in a list means: likely vendors, and decisions that are remembered."""

from __future__ import annotations

from sqlalchemy import select

from tracker.domain.names import name_key
from tracker.models.list_import import NameDecision
from tracker.models.vendor import Vendor, VendorAlias
from tracker.queries.vendor_likeness import LikenessIndex
from tracker.services import events, vendors
from tracker.services.list_imports.companies import spelling
from tracker.services.list_imports.row_plan import Candidate
from tracker.services.rules import RuleBroken
from tracker.services.work import Work


def likely(work: Work, name: str) -> tuple[Candidate, ...]:
    """Return the vendors that a name may well mean, each with the reason in words."""
    index = LikenessIndex.of(work.session)
    same = [(one, "has this name") for one in index.same(name)]
    found = same or index.likely(name)
    return tuple(Candidate(one.id, one.name, one.number or "", why) for one, why in found)


def decide(work: Work, name: str, vendor_id: int | None) -> NameDecision:
    """Remember that a name in lists means a vendor, and keep it as its alias; without one it is a vendor of its own.

    Flushes. Raises RuleBroken on `vendor_id` when there is no such vendor that is not archived.
    """
    mark = spelling(name)
    if not mark:
        raise RuleBroken("vendor_id", "There is no name to decide about.")
    vendor = work.session.get(Vendor, vendor_id) if vendor_id is not None else None
    if vendor_id is not None and (vendor is None or vendor.archived_at is not None):
        raise RuleBroken("vendor_id", "Choose a vendor that is not archived.")
    decision = work.session.scalars(select(NameDecision).where(NameDecision.spelling == mark)).first()
    if decision is None:
        decision = NameDecision(spelling=mark, decided_at=work.now)
        work.session.add(decision)
    decision.vendor_id, decision.decided_at = vendor_id, work.now
    decision.person_id = work.actor.id if work.actor.kind == "person" else None
    work.session.flush()
    if vendor is None:
        events.record(work, "vendor:name_decided", f"decided that “{name}” in lists is a vendor of its own")
    elif not _has_name(work, vendor, mark):
        vendors.add_alias(work, vendor, " ".join(name.split()))
    return decision


def _has_name(work: Work, vendor: Vendor, mark: str) -> bool:
    names = select(VendorAlias.name).where(VendorAlias.vendor_id == vendor.id, VendorAlias.name_key == name_key(mark))
    return mark in {spelling(vendor.name), *(spelling(name) for name in work.session.scalars(names))}
