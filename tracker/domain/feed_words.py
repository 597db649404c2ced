"""Words of calendar feeds: whose days a feed tells, and what falls due."""

from enum import StrEnum


class FeedKind(StrEnum):
    """Whose due days a feed tells."""

    DEPARTMENT = "department"
    OWNER = "owner"
    VENDOR = "vendor"


class DueKind(StrEnum):
    """What falls due on a day of a feed; the first five are those of domain.reminder_policy.ObligationKind."""

    EXPIRY = "expiry"
    REQUEST = "request"
    WAIVER = "waiver"
    DISPOSAL = "disposal"
    FOLLOW_UP = "follow-up"
    END = "end"
    """The last day of a contract."""
