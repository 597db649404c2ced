"""What falls due in the simulated city, told from what was done there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.simulation.history import DISPOSAL, ONE, Deal, History, Reader
from tests.simulation.steps import TIER, last_step

LATE = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Thing:
    """An obligation: `last_on` is its last day if nobody acts, `told_late` that it is still told of after that."""

    key: str
    kind: str
    due_on: date
    deal: Deal
    asked: Reader | None = None
    vendor_free: bool = False
    in_review: bool = False
    last_on: date | None = None
    told_late: bool = False
    tier: int | None = TIER

    @property
    def is_held(self) -> bool:
        """Whether nothing of it is settled before somebody starts it; what staff asked for on purpose never is."""
        return self.deal.held and self.kind != "request"

    def is_over(self, day: date) -> bool:
        return self.last_on is not None and self.last_on < day

    def reached(self, steps: Collection[int], day: date) -> list[int]:
        until = day if self.last_on is None else min(day, self.last_on)
        return sorted(step for step in steps if self.due_on + timedelta(days=step) <= until)


def things(history: History, day: date, last_run: date | None) -> Iterator[Thing]:
    """Give everything that is due or not settled on a day, with what ended by itself not long before the last run."""
    since = (last_run or day) - LATE
    for deal in history.deals:
        yield from _coverage(history, deal, day, since)
        if day > deal.through_on and not deal.disposed:
            yield Thing(f"disposal:contract:{deal.number}", "disposal", deal.through_on + DISPOSAL, deal)
    for asking in history.askings:
        if asking.open:
            key = f"request:request:{asking.number}"
            review, tier = asking.attestation is not None, _tier(asking.deal)
            yield Thing(key, "request", asking.asked_on, asking.deal, asking.contact, in_review=review, tier=tier)
    after = timedelta(days=last_step(history, "waiver"))
    for excuse in history.excuses:
        due_on = excuse.through_on
        if not excuse.ended and due_on + after >= since:
            key, tier = f"waiver:waiver:{excuse.number}", _tier(excuse.deal)
            yield Thing(
                key, "waiver", due_on, excuse.deal, vendor_free=True, last_on=due_on + after, told_late=True, tier=tier
            )


def _tier(deal: Deal) -> int | None:
    """A contract that is closed shares nothing any more."""
    return None if deal.disposed else TIER


def _coverage(history: History, deal: Deal, day: date, since: date) -> Iterator[Thing]:
    key, asking = f"expiry:contract:{deal.number}", history.open_asking(deal)
    review = asking is not None and asking.attestation is not None
    stretches = deal.stretches()
    for number, (first, last) in enumerate(stretches):
        follows = stretches[number + 1][0] if number + 1 < len(stretches) else None
        with_deal = last == deal.through_on
        until = last if with_deal else deal.through_on if follows is None else follows - ONE
        if first <= day and until >= since:
            yield Thing(
                key, "expiry", last, deal, vendor_free=with_deal, in_review=review, last_on=until, told_late=with_deal
            )  # fmt: skip
