"""The vendor that an address names, if the viewer may see it."""

from flask import abort

from tracker.models.contact import Contact
from tracker.models.vendor import Vendor
from tracker.queries import vendor as queries
from tracker.queries.vendor import ContactRow
from tracker.web.context import session, the_viewer


def seen_vendor(vendor_id: int) -> Vendor:
    """The vendor, or 404 when there is none that the viewer may see."""
    vendor = queries.vendor(session(), the_viewer(), vendor_id)
    if vendor is None:
        abort(404)
    return vendor


def contact_of(vendor: Vendor, contact_id: int) -> tuple[Contact, ContactRow]:
    """A contact of a vendor, or 404 when it is not one."""
    row = next((row for row in queries.contacts(session(), vendor.id) if row.id == contact_id), None)
    if row is None:
        abort(404)
    return session().get_one(Contact, contact_id), row
