"""What was done in the simulated city, kept apart from the database: all that the oracle knows."""

from dataclasses import dataclass, field
from datetime import date, timedelta

ONE = timedelta(days=1)
DISPOSAL = timedelta(days=60)


@dataclass(slots=True)
class Reader:
    """Somebody who can be told: a contact with roles, or a member of staff with a rhythm."""

    number: int
    email: str
    roles: frozenset[str] = frozenset()
    rhythm: str = "daily"
    staff: bool = False
    reachable: bool = True


@dataclass(slots=True)
class Firm:
    """A vendor with its contacts, whether reminders to it are paused, and when its contacts changed last."""

    number: int
    contacts: list[Reader] = field(default_factory=list)
    paused: bool = False
    changed_on: date = date.min


@dataclass(slots=True)
class Cover:
    """Days for which an answer was accepted; `revoked_on` is the first day without it."""

    attestation: int
    since: date
    through: date
    revoked_on: date | None = None

    @property
    def last(self) -> date:
        return self.through if self.revoked_on is None else min(self.through, self.revoked_on - ONE)


@dataclass(slots=True)
class Deal:
    """A contract: its days, whose it is and since when, what covered it when, and when its reminders begin."""

    number: int
    firm: Firm
    owner: Reader
    manager: Reader | None
    starts_on: date
    through_on: date
    covers: list[Cover] = field(default_factory=list)
    disposed: bool = False
    changed_on: date = date.min
    was_held: bool = False
    held: bool = False
    from_on: date = date.min

    def stretches(self) -> list[tuple[date, date]]:
        """The unbroken stretches of covered days inside the contract's own days, first and last day of each."""
        found: list[tuple[date, date]] = []
        for cover in sorted(self.covers, key=lambda one: one.since):
            since, last = max(cover.since, self.starts_on), min(cover.last, self.through_on)
            if last < since:
                continue
            if found and since <= found[-1][1] + ONE:
                found[-1] = (found[-1][0], max(found[-1][1], last))
            else:
                found.append((since, last))
        return found


@dataclass(slots=True)
class Asking:
    """A request: whom it went to, on which day it was last asked, and whether an answer is being reviewed."""

    number: int
    deal: Deal
    contact: Reader
    asked_on: date
    attestation: int | None = None
    turn: int = 1
    open: bool = True


@dataclass(slots=True)
class Excuse:
    """An approved waiver that leaves the contract's standing as it is."""

    number: int
    deal: Deal
    through_on: date
    ended: bool = False


@dataclass(slots=True)
class Hold:
    """Contracts whose reminders nobody has started yet."""

    number: int
    deals: list[Deal]
    started: bool = False


Table = tuple[tuple[int, tuple[str, ...]], ...]
"""Steps: how many days before or after the due day who is told."""


@dataclass(slots=True)
class History:
    """Everything that holds now; changed by each deed, after the product took it.

    `steps` are those that the policy has of a kind for a set and tier besides those for all; `set_aside` and
    `by_hand` are what the last deed settled by itself: of which contracts, and which steps.
    """

    staff: list[Reader] = field(default_factory=list)
    officers: list[Reader] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    askings: list[Asking] = field(default_factory=list)
    excuses: list[Excuse] = field(default_factory=list)
    holidays: set[date] = field(default_factory=set)
    snoozes: dict[tuple[str, date], date] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)
    steps: dict[tuple[str, int | None, str], Table] = field(default_factory=dict)
    steps_changed_on: date = date.min
    set_aside: list[Deal] = field(default_factory=list)
    by_hand: set[tuple[str, date, int, str]] = field(default_factory=set)

    def open_asking(self, deal: Deal) -> Asking | None:
        return next((one for one in self.askings if one.open and one.deal is deal), None)

    def works_on(self, day: date) -> bool:
        """Monday to Friday, and no holiday."""
        return day.isoweekday() <= 5 and day not in self.holidays

    def week_begins(self, day: date) -> date:
        """The latest first working day of a week that is not after a day."""
        for back in range(60):
            seen = day - timedelta(days=back)
            first_of_week = all(not self.works_on(seen - timedelta(days=i)) for i in range(1, seen.isoweekday()))
            if self.works_on(seen) and first_of_week:
                return seen
        return day
