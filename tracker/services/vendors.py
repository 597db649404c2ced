"""Vendors: recorded, edited, known by other names, archived and brought back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.names import name_key, search_text
from tracker.models.contract import Contract
from tracker.models.vendor import Vendor, VendorAlias
from tracker.queries import likely
from tracker.queries.likely import LikelyRow
from tracker.queries.scope import Viewer
from tracker.services import events
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

LONGEST_NAME = 300
LONGEST_NUMBER = 64
LONGEST_WEBSITE = 300
LONGEST_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class NewVendor:
    """What is recorded of a vendor; `number` is the finance system's, empty when it has none yet."""

    name: str
    number: str = ""
    website: str = ""
    note: str = ""


def create(work: Work, new: NewVendor, aliases: Sequence[str] = ()) -> Vendor:
    """Record a vendor; raises RuleBroken on `name`, `number` or `website` when something does not fit.

    Likely duplicates are no error: whoever records it looks at `likely_duplicates` first.
    """
    _check(work, new, known_id=None)
    vendor = Vendor(name_key=name_key(new.name), created_at=work.now, **_columns(new))
    work.session.add(vendor)
    work.session.flush()
    for alias in aliases:
        _put_alias(work, vendor, alias)
    _refresh_search(work, vendor)
    events.record(work, "vendor:created", f"recorded vendor {vendor.name}", ("vendor", vendor.id))
    return vendor


def edit(work: Work, vendor: Vendor, edited: NewVendor, version: int) -> Vendor:
    """Change a vendor; raises Conflict when it is no longer the version that was read, RuleBroken as `create`.

    A former name stays as an alias, so that lists which still use it find the vendor.
    """
    if vendor.version != version:
        raise Conflict("", "Somebody else changed this vendor while you were editing it. Nothing was saved yet.")
    _check(work, edited, known_id=vendor.id)
    columns = _columns(edited)
    changed = events.changes({name: getattr(vendor, name) for name in columns}, columns)
    if not changed:
        return vendor
    former = vendor.name
    for name, value in columns.items():
        setattr(vendor, name, value)
    vendor.name_key = name_key(vendor.name)
    if name_key(former) != vendor.name_key:
        _put_alias(work, vendor, former)
    _refresh_search(work, vendor)
    sentence = f"changed {', '.join(sorted(changed))} of vendor {vendor.name}"
    events.record(work, "vendor:edited", sentence, ("vendor", vendor.id), details=changed)
    return vendor


def archive(work: Work, vendor: Vendor, reason: str) -> None:
    """Take a vendor out of lists and choices; refused while it has contracts that are not archived.

    Raises RuleBroken, on `reason` when none is given.
    """
    if vendor.archived_at is not None:
        raise RuleBroken("", "This vendor is archived already.")
    if not reason.strip():
        raise RuleBroken("reason", "Say why it is archived; auditors will ask.")
    kept = open_contracts(work.session, vendor.id)
    if kept:
        noun = "contract that is" if kept == 1 else "contracts that are"
        raise RuleBroken("", f"{vendor.name} has {kept} {noun} not archived. Archive those first.")
    vendor.archived_at = work.now
    work.session.flush()
    sentence = f"archived vendor {vendor.name}: {reason.strip()}"
    events.record(work, "vendor:archived", sentence, ("vendor", vendor.id))


def restore(work: Work, vendor: Vendor) -> None:
    """Bring an archived vendor back as it was; raises RuleBroken when it is not archived."""
    if vendor.archived_at is None:
        raise RuleBroken("", "This vendor is not archived.")
    vendor.archived_at = None
    work.session.flush()
    events.record(work, "vendor:restored", f"restored vendor {vendor.name}", ("vendor", vendor.id))


def add_alias(work: Work, vendor: Vendor, name: str) -> VendorAlias:
    """Record another name of a vendor; raises RuleBroken on `name` when it is empty, too long or known already."""
    _check_name(name)
    alias = _put_alias(work, vendor, name)
    if alias is None:
        raise RuleBroken("name", f"{vendor.name} is known by that name already.")
    _refresh_search(work, vendor)
    sentence = f"added “{alias.name}” to the names of vendor {vendor.name}"
    events.record(work, "vendor:alias_added", sentence, ("vendor", vendor.id))
    return alias


def remove_alias(work: Work, vendor: Vendor, alias: VendorAlias) -> None:
    """Forget another name of a vendor."""
    work.session.delete(alias)
    work.session.flush()
    _refresh_search(work, vendor)
    sentence = f"removed “{alias.name}” from the names of vendor {vendor.name}"
    events.record(work, "vendor:alias_removed", sentence, ("vendor", vendor.id))


def likely_duplicates(
    session: Session, name: str, number: str | None, own_id: int | None = None, viewer: Viewer | None = None
) -> list[LikelyRow]:
    """Return vendors that may well be the same company, the likeliest first.

    `own_id` is left out, and what a `viewer` may not see.
    """
    return likely.likely_duplicates(session, name, number, own_id, viewer)


def open_contracts(session: Session, vendor_id: int) -> int:
    """Return how many contracts of a vendor are not archived."""
    statement = select(func.count()).where(Contract.vendor_id == vendor_id, Contract.archived_at.is_(None))
    return session.scalar(statement) or 0


def _columns(given: NewVendor) -> dict[str, str | None]:
    return {**asdict(given), "number": given.number or None}


def _check(work: Work, given: NewVendor, known_id: int | None) -> None:
    _check_name(given.name)
    if len(given.number) > LONGEST_NUMBER:
        raise RuleBroken("number", f"Use at most {LONGEST_NUMBER} characters for the number.")
    if given.number:
        taken = work.session.scalar(select(Vendor.id).where(Vendor.number == given.number))
        if taken is not None and taken != known_id:
            raise RuleBroken("number", f"Vendor number {given.number} is recorded already.")
    if given.website and not given.website.startswith(("https://", "http://")):
        raise RuleBroken("website", "Start the address with https://")
    if len(given.website) > LONGEST_WEBSITE:
        raise RuleBroken("website", f"Use at most {LONGEST_WEBSITE} characters for the address.")
    if len(given.note) > LONGEST_NOTE:
        raise RuleBroken("note", "Use at most 10,000 characters for the note.")


def _check_name(name: str) -> None:
    if not name.strip():
        raise RuleBroken("name", "Give the name of the company.")
    if len(name) > LONGEST_NAME:
        raise RuleBroken("name", f"Use at most {LONGEST_NAME} characters for the name.")


def _put_alias(work: Work, vendor: Vendor, name: str) -> VendorAlias | None:
    known = {vendor.name, *work.session.scalars(select(VendorAlias.name).where(VendorAlias.vendor_id == vendor.id))}
    if name in known or not name.strip():
        return None
    alias = VendorAlias(vendor_id=vendor.id, name=name, name_key=name_key(name))
    work.session.add(alias)
    work.session.flush()
    return alias


def _refresh_search(work: Work, vendor: Vendor) -> None:
    aliases = select(VendorAlias.name).where(VendorAlias.vendor_id == vendor.id).order_by(VendorAlias.id)
    vendor.search_text = search_text(vendor.name, vendor.number, *work.session.scalars(aliases))
    work.session.flush()
