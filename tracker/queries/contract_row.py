"""One contract as lists, workbooks and the API show it on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tracker.domain.days import LAST_DAY, day_before
from tracker.domain.stages import Stage
from tracker.domain.standings import COMPLYING, Standing


@dataclass(frozen=True, slots=True)
class ContractRow:
    """What is known of a contract on the day that was asked for.

    Days are city days; `through_on` and `expires_on` are last days that count. Moments are UTC. `until_on` is the
    half-open end of the span. `exceptions` counts the clauses agreed to with an exception. `hold_since_on` is the day
    since which reminders went unanswered for so long that the renewal should wait.
    """

    id: int
    number: str
    title: str
    vendor_id: int
    vendor: str
    vendor_number: str | None
    department_id: int
    department: str
    owner: str | None
    starts_on: date | None
    through_on: date | None
    amount: Decimal | None
    tier: int | None
    elements: int
    sensitive: bool
    standing: Standing
    stage: Stage
    until_on: date
    version: int | None
    expires_on: date | None
    waived_through_on: date | None
    signed_by: str | None
    signed_on: date | None
    exceptions: int | None
    last_reminder_at: datetime | None
    reviewer: str | None
    updated_at: datetime
    hold_since_on: date | None

    @property
    def stands_through_on(self) -> date | None:
        """The last day on which it complies or is waived, or else the last day of the span; None when open."""
        if self.standing in COMPLYING:
            return self.expires_on
        if self.standing is Standing.WAIVED:
            return self.waived_through_on
        return None if self.until_on == LAST_DAY else day_before(self.until_on)

    def days_left(self, day: date) -> int | None:
        """Days from a city day to the last covered one, negative once it is over; None when nothing expires."""
        return (self.expires_on - day).days if self.expires_on else None
