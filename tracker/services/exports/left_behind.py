"""The contracts that a version of the requirements leaves behind, by day and number."""

from collections.abc import Iterable

from tracker.exports.sheet import Kind
from tracker.queries.version_outlook import LeftRow
from tracker.services.exports.field import Field, field
from tracker.services.exports.writing import Listing
from tracker.services.work import Work

FIELDS: tuple[Field[LeftRow], ...] = (
    field("contract", "Contract", lambda c: c.number, "The contract's number, a link.", Kind.LINKED, 15),
    field("title", "Title", lambda c: c.title, "What the contract is about.", width=36),
    field("vendor", "Vendor", lambda c: c.vendor, "The company that the contract is with.", width=30),
    field("department", "Department", lambda c: c.department, "The department that holds it.", width=22),
    field("version", "Covered by version", lambda c: c.version, "The version attested to now.", Kind.NUMBER, 11),
    field("happens", "What happens", lambda c: str(c.how), "Outdated, or expired by itself before.", width=16),
    field("on", "On", lambda c: c.out_on, "First day without cover.", Kind.DAY, 12),
    field("clauses", "New clauses", lambda c: c.clauses, "The clauses that it has not agreed to.", Kind.LIST, 24),
)


def listing_of(work: Work, version: int, rows: Iterable[LeftRow]) -> Listing:
    """Return these contracts as they are known today."""
    said = (f"left behind by version {version}",)
    pages = f"{work.settings.base_url}/contracts/"
    return Listing("Left behind", work.today, said, FIELDS, rows, pages, lambda row: row.contract_id)
