"""Which days a reviewer is offered: in force from, and through, with the reason for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.coming import coming
from tracker.domain.expiry import expiry_day, plus_months
from tracker.domain.policy import Policy
from tracker.domain.standings import COMPLYING
from tracker.models.standing import StandingSpan
from tracker.queries.facts import ContractFacts
from tracker.queries.standing import holding


@dataclass(frozen=True, slots=True)
class Terms:
    """For how long an attestation over some contracts is good by the policy.

    `tier` is the highest among what the contracts share (None: nothing personal), `months` the policy's term for
    it, `ends` the last day of each contract (None: open). An addendum is good through `main_through_on` at most, the
    last day of what it adds to, so that both are renewed together.
    """

    tier: int | None
    months: int
    ends: tuple[date | None, ...]
    main_through_on: date | None = None

    def expiry(self, effective_on: date) -> date:
        """Return the last day that the policy gives when it is in force from `effective_on`."""
        through_on = expiry_day(effective_on, self.months, self.ends)
        if self.main_through_on is None or self.main_through_on < effective_on:
            return through_on
        return min(through_on, self.main_through_on)

    def capped(self, effective_on: date) -> bool:
        """Whether the end of the contracts comes before the term of the policy is over."""
        return self.expiry(effective_on) < plus_months(effective_on, self.months)


def terms(found: Sequence[ContractFacts], policy: Policy, day: date) -> Terms:
    """Return the terms for these contracts, by what they share on a city day or later."""
    tier = highest(coming(item.facts, day).tier for item in found)
    return Terms(tier, policy.months_for(tier), tuple(item.through_on for item in found))


def highest(tiers: Iterable[int | None]) -> int | None:
    """Return the highest tier, None when there is none."""
    return max((tier for tier in tiers if tier is not None), default=None)


def covered_through(session: Session, contract_ids: Sequence[int], day: date) -> date | None:
    """Return through which day all these contracts comply already, by what is in force; None when one does not."""
    statement = select(StandingSpan.standing, StandingSpan.expires_on).where(
        StandingSpan.contract_id.in_(contract_ids), holding(day)
    )
    rows = session.execute(statement).all()
    if len(rows) != len(contract_ids) or any(row.standing not in COMPLYING for row in rows):
        return None
    return min((row.expires_on for row in rows if row.expires_on), default=None)
