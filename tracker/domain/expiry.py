"""Expiry: through which day an attestation is good."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import MAXYEAR, date
from typing import Final

from tracker.domain.days import LAST_DAY

_MONTHS_A_YEAR: Final = 12


def plus_months(day: date, months: int) -> date:
    """Return the same day so many calendar months later; a day that month lacks is its last one."""
    years, month = divmod(day.month - 1 + months, _MONTHS_A_YEAR)
    year = day.year + years
    if year > MAXYEAR:
        return LAST_DAY
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def expiry_day(effective_on: date, months: int, contract_ends: Iterable[date | None]) -> date:
    """Return the last day on which the attestation is good.

    The effective day plus so many calendar months, but not after the latest end among the
    contracts it covers; one contract without an end (None), or no contract at all, is no cap.
    """
    expires_on = plus_months(effective_on, months)
    ends = list(contract_ends)
    latest = max((end for end in ends if end is not None), default=None)
    if latest is None or None in ends:
        return expires_on
    return min(expires_on, latest)
