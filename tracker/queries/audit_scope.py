"""Which events a viewer may read: nothing about a contract, a vendor or a contact outside the viewer's departments."""

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select

from tracker.models.attestation import AttestationContract
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.event import Event, EventSubject
from tracker.models.letter import LetterContract
from tracker.models.request import RequestContract
from tracker.models.vendor import Vendor
from tracker.queries.scope import Viewer, within
from tracker.queries.vendors_grid import visible


def readable(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return the conditions that the viewer may read an event; none for a viewer of the whole city."""
    if not viewer.departments:
        return []
    hidden = [and_(EventSubject.kind == kind, EventSubject.subject_id.in_(ids)) for kind, ids in _hidden(viewer)]
    return [not_(exists().where(EventSubject.event_id == Event.id, or_(*hidden)))]


def _hidden(viewer: Viewer) -> tuple[tuple[str, Select[int]], ...]:
    contracts = select(Contract.id).where(not_(within(viewer, Contract.department_id)))
    covering = select(AttestationContract.attestation_id).where(AttestationContract.contract_id.in_(contracts))
    seen = select(VendorContact.contact_id).join(Vendor, Vendor.id == VendorContact.vendor_id).where(visible(viewer))
    return (
        ("contract", contracts),
        ("vendor", select(Vendor.id).where(not_(visible(viewer)))),
        ("contact", select(Contact.id).where(Contact.id.not_in(seen))),
        ("request", select(RequestContract.request_id).where(RequestContract.contract_id.in_(contracts))),
        ("letter", select(LetterContract.letter_id).where(LetterContract.contract_id.in_(contracts))),
        ("attestation", covering),
    )
