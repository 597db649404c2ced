"""Words of lists that are brought in: what they hold, where they stand, what becomes of a row."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What a list holds."""

    VENDORS = "vendors"
    CONTRACTS = "contracts"
    CONTACTS = "contacts"
    SCHEDULES = "data-schedules"
    ATTESTATIONS = "attestations"


class ImportState(StrEnum):
    """Where an import stands."""

    MAPPING = "mapping"
    """A person says what the columns mean."""
    WAITING = "waiting"
    """The dry run is to begin."""
    CHECKING = "checking"
    CHECKED = "checked"
    """The difference can be looked at; nothing has changed."""
    STARTING = "starting"
    """A person said: apply."""
    APPLYING = "applying"
    APPLIED = "applied"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Fate(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    CONFLICT = "conflict"
    """Changed by someone since the file was exported for editing."""
    UNDECIDED = "undecided"
    """A vendor is likely known under another name, and nobody has decided."""
