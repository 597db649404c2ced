"""What the addresses of the lists ask: the same words for a page, its file and what is repeated on its own."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.queries import waivers
from tracker.queries.asked import (
    Words,
    read_day,
    read_number,
    read_numbers,
    read_some_day,
    read_sort,
    read_text,
    read_words,
)
from tracker.queries.audit import AuditFilter
from tracker.queries.contract_columns import SORTS
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.letters import Wanted
from tracker.queries.reminder_log import LogWanted
from tracker.queries.requests import Show
from tracker.queries.reviews import QueueFilter
from tracker.queries.vendors_grid import SORTS as VENDOR_SORTS
from tracker.queries.vendors_grid import VendorsQuery

HIGHEST_TIER = 4
FARTHEST_DAYS = 3660
DEFAULT_SORT = "number"
HOLDINGS = ("with", "without")
AUDIT_KINDS = (
    "vendor", "contract", "request", "attestation", "contact", "person", "department", "catalogue", "data subject",
    "policy", "requirement", "letter", "waiver", "import",
)  # fmt: skip
"""What an event of the audit trail can be about."""
LOG_KINDS = ("sent", "failed", "set-aside")


def contracts_asked(args: Words, today: date) -> GridQuery:
    """Read a question to the contracts grid from its first row on; `on` defaults to the city's today."""
    runs_out = read_number(args.get("runs_out", ""))
    return GridQuery(
        on=read_day(args, "on", today),
        text=read_text(args, "q"),
        standings=read_words(args, "standing", Standing),
        stages=read_words(args, "stage", Stage),
        departments=read_numbers(args, "department"),
        tiers=tuple(tier for tier in read_numbers(args, "tier") if 1 <= tier <= HIGHEST_TIER),
        owners=read_numbers(args, "owner"),
        runs_out_days=runs_out if runs_out is not None and runs_out <= FARTHEST_DAYS else None,
        vendor_id=read_number(args.get("vendor", "")),
        contract_ids=read_numbers(args, "contract"),
        mine=args.get("mine", "") == "1",
        sensitive=args.get("sensitive", "") == "1",
        hold=args.get("hold", "") == "1",
        sort=read_sort(args, SORTS, DEFAULT_SORT),
    )


def vendors_asked(args: Words, today: date) -> VendorsQuery:
    """Read a question to the vendors grid from its first row on; `on` defaults to the city's today."""
    contracts = args.get("contracts", "")
    return VendorsQuery(
        on=read_day(args, "on", today),
        text=read_text(args, "q"),
        standings=read_words(args, "standing", Standing),
        contracts=contracts if contracts in HOLDINGS else "",
        archived=args.get("archived", "") == "1",
        paused=args.get("paused", "") == "1",
        sort=read_sort(args, VENDOR_SORTS, "name"),
    )


def waivers_asked(args: Words) -> tuple[waivers.Show, waivers.Narrowed]:
    """Read which waivers are shown: those that wait for approval unless the address says otherwise."""
    found = read_words(args, "show", waivers.Show)
    narrowed = waivers.Narrowed(read_number(args.get("department", "")), read_text(args, "q"))
    return (found[0] if found else waivers.Show.ASKED), narrowed


def requests_asked(args: Words) -> tuple[Show, str]:
    """Read which requests are shown (open ones unless the address says otherwise) and the words searched for."""
    found = read_words(args, "show", Show)
    return (found[0] if found else Show.OPEN), read_text(args, "q")


def queue_asked(args: Words) -> QueueFilter:
    """Read what narrows the answers that wait for a review."""
    tier = read_number(args.get("tier", ""))
    return QueueFilter(read_number(args.get("department", "")), tier if tier in range(1, HIGHEST_TIER + 1) else None)


def log_asked(args: Words, zone: ZoneInfo) -> LogWanted:
    """Read what narrows the log of reminders; days are those of the city's zone."""
    return LogWanted(
        recipient=read_text(args, "to"),
        contract=read_text(args, "contract"),
        from_on=read_some_day(args, "from"),
        through_on=read_some_day(args, "through"),
        zone=zone,
    )


def log_kind_asked(args: Words) -> str:
    """Read which log of reminders is shown: "sent", "failed" or "set-aside"."""
    kind = args.get("kind", "")
    return kind if kind in LOG_KINDS else LOG_KINDS[0]


def letters_asked(args: Words) -> Wanted:
    """Read which letters are shown."""
    return Wanted(read_text(args, "state"), read_text(args, "kind"), read_text(args, "to")[:100])


def audit_asked(args: Words, zone: ZoneInfo) -> AuditFilter:
    """Read what is looked for in the audit trail; days are those of the city's zone, the last one included."""
    kind = read_text(args, "kind")
    return AuditFilter(
        actor=read_text(args, "actor"),
        person_id=read_number(args.get("person", "")),
        action=read_text(args, "action"),
        kind=kind if kind in AUDIT_KINDS else "",
        number=read_number(args.get("number", "")) or None,
        from_at=midnight(read_some_day(args, "from_on"), zone),
        until_at=midnight(read_some_day(args, "through_on"), zone, days_later=1),
        text=read_text(args, "text"),
    )


def midnight(day: date | None, zone: ZoneInfo, days_later: int = 0) -> datetime | None:
    """Return the first moment (UTC) of a city day, or of a day that comes later."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=days_later), time(), zone).astimezone(UTC)
