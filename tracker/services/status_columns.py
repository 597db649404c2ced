"""The columns of the contract status: heading, kind and what stands in them, the same for workbook and CSV."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.domain.reasons import Reason
from tracker.domain.stages import Stage
from tracker.domain.standings import SEVERITY, Standing
from tracker.domain.wording import next_action
from tracker.exports.sheet import YES_NO, Kind
from tracker.queries.contract_row import ContractRow
from tracker.services.exports.field import Field, chosen, field


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the grid with what a report adds: why, by when the vendor answers, and the day it is asked for."""

    row: ContractRow
    on: date
    reasons: tuple[Reason, ...]
    due_on: date | None

    @property
    def standing(self) -> Standing:
        """How the contract stands."""
        return self.row.standing

    @property
    def stage(self) -> Stage:
        """Who must act next."""
        return self.row.stage

    @property
    def expires_on(self) -> date | None:
        """The last day of present coverage."""
        return self.row.expires_on

    @property
    def waived_through_on(self) -> date | None:
        """The last day of a waiver."""
        return self.row.waived_through_on


StatusColumn = Field[Entry]

UNUSUAL = frozenset({"until", "hold"})
STANDINGS = tuple(str(one) for one in reversed(SEVERITY))
STAGES = tuple(str(one) for one in Stage)
DayOf = Callable[[datetime], date]


def status_columns(day_of: DayOf, keys: Collection[str] = ()) -> tuple[StatusColumn, ...]:
    """Return the columns of CATALOGUE section 6 in their order, or of these the ones with such keys.

    `day_of` gives the city's day of a moment. Keys that name no column are passed over.
    """
    return chosen(every_status_column(day_of), keys)


def every_status_column(day_of: DayOf) -> tuple[StatusColumn, ...]:
    """Return all columns, also those that are written only when they are asked for."""
    return tuple(_finished(one) for one in _columns(day_of))


def _finished(one: StatusColumn) -> StatusColumn:
    offered = {"standing": STANDINGS, "stage": STAGES, "sensitive": tuple(YES_NO.values())}
    column = replace(one.column, choices=offered.get(one.key, ()))
    return replace(one, column=column, usual=one.key not in UNUSUAL)


def _columns(day_of: DayOf) -> tuple[StatusColumn, ...]:
    made: Callable[..., StatusColumn] = field

    def reminded(entry: Entry) -> date | None:
        return day_of(entry.row.last_reminder_at) if entry.row.last_reminder_at else None

    return (
        made("vendor", "Vendor", lambda e: e.row.vendor, "The company that the contract is with.", width=32),
        made("vendor_number", "Vendor no.", lambda e: e.row.vendor_number, "Its number in the finance system."),
        made(
            "number",
            "Contract no.",
            lambda e: e.row.number,
            "The contract's number, a link to its page.",
            Kind.LINKED,
            15,
        ),
        made("title", "Title", lambda e: e.row.title, "What the contract is about.", width=38),
        made("department", "Department", lambda e: e.row.department, "The department that holds it.", width=22),
        made("owner", "Owner", lambda e: e.row.owner, "Who looks after it in procurement.", width=20),
        made("start", "Start", lambda e: e.row.starts_on, "First day of its first term.", Kind.DAY, 12),
        made("end", "End", lambda e: e.row.through_on, "Last day of its last term, included.", Kind.DAY, 12),
        made("amount", "Amount", lambda e: e.row.amount, "In US dollars.", Kind.MONEY, 17),
        made("tier", "Tier", lambda e: e.row.tier, "The highest tier of its personal elements.", Kind.NUMBER, 7),
        made("elements", "Elements", lambda e: e.row.elements, "How many personal elements go.", Kind.NUMBER, 10),
        made("sensitive", "Sensitive", lambda e: e.row.sensitive, "Whether one of them is sensitive.", Kind.YES_NO, 10),
        made("standing", "Standing", lambda e: str(e.standing), "How it stands, see above.", Kind.STANDING, 17),
        made("stage", "Stage", lambda e: str(e.stage), "Who must act next, see above.", width=17),
        made("until", "Until", lambda e: e.row.stands_through_on, "Last day on which it stands so.", Kind.DAY, 12),
        made("version", "Requirement version", lambda e: e.row.version, "The version attested to.", Kind.NUMBER, 13),
        made("signed_by", "Signed by", lambda e: e.row.signed_by, "Who signed the attestation that counts.", width=22),
        made("signed", "Signed on", lambda e: e.row.signed_on, "When it was signed.", Kind.DAY, 12),
        made("expires", "Expires on", lambda e: e.expires_on, "Last covered day, included.", Kind.DAY, 12),
        made("days_left", "Days left", lambda e: e.row.days_left(e.on), _LEFT, Kind.NUMBER, 10),
        made("exceptions", "Exceptions", lambda e: e.row.exceptions or 0, _EXCEPTIONS, Kind.NUMBER, 12),
        made("waived", "Waived until", lambda e: e.waived_through_on, "Last day of its waiver.", Kind.DAY, 13),
        made("last_reminder", "Last reminder", reminded, "Day of the last reminder sent.", Kind.DAY, 14),
        made("hold", "Renewal on hold since", lambda e: e.row.hold_since_on, _HOLD, Kind.DAY, 13),
        made("next_action", "Next action", _next_action, _NEXT, width=58),
        made("reviewer", "Reviewer", lambda e: e.row.reviewer, "Who accepted the attestation that counts.", width=20),
        made("updated", "Last updated", lambda e: day_of(e.row.updated_at), _UPDATED, Kind.DAY, 13),
    )


def _next_action(entry: Entry) -> str:
    said = next_action(entry, entry.due_on)
    return f"Hold renewal: {said}" if entry.row.hold_since_on else said


_HOLD = "Day since which reminders went unanswered for so long that the renewal should wait."
_NEXT = (
    "What is to be done next. “Hold renewal” in front of it: reminders went unanswered for so long that the contract "
    "should not be renewed before the vendor has attested."
)
_LEFT = "From the as-of day to the last covered day; negative once it is over."
_EXCEPTIONS = "How many clauses the vendor agrees to with an exception."
_UPDATED = "Day on which the contract's record was changed last."
