"""The kinds of lists that can be brought in, each with its fields."""

from __future__ import annotations

from typing import Final

from tracker.domain.import_words import ImportKind
from tracker.imports.contract_fields import CONTRACTS
from tracker.imports.fields import Kind
from tracker.imports.schedule_fields import ATTESTATIONS, SCHEDULES
from tracker.imports.vendor_fields import CONTACTS, VENDORS

KINDS: Final[dict[ImportKind, Kind]] = {
    ImportKind.CONTRACTS: CONTRACTS,
    ImportKind.VENDORS: VENDORS,
    ImportKind.CONTACTS: CONTACTS,
    ImportKind.SCHEDULES: SCHEDULES,
    ImportKind.ATTESTATIONS: ATTESTATIONS,
}
"""Every kind with its fields."""
