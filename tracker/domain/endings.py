"""What ends on a contract's timeline and makes somebody be told: coverage, and the days left for disposal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from tracker.domain.days import LAST_DAY, day_before
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.standings import COMPLYING, Standing

LACKING: Final = frozenset({Standing.EXPIRED, Standing.OUTDATED, Standing.GAP, Standing.MISSING})
NOTHING_FOLLOWS: Final = frozenset(
    {
        Standing.NOT_IN_FORCE,
        Standing.DISPOSAL_DUE,
        Standing.DISPOSAL_OVERDUE,
        Standing.CLOSED,
        Standing.NOT_REQUIRED,
        Standing.UNDECLARED,
    }
)
"""After these the vendor has nothing to renew: the contract or the sharing ends, or the city must declare."""
TO_DISPOSE: Final = frozenset({Standing.DISPOSAL_DUE, Standing.DISPOSAL_OVERDUE})


class Stretch(NamedTuple):
    """The days of a span, half-open, with its standing and, while data is to be disposed of, the last day for it."""

    from_on: date
    until_on: date
    standing: Standing
    dispose_by: date | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that falls due, and from which until before which day it is an obligation.

    `over_on` is LAST_DAY when it stays until somebody acts. `lacks`: what was covered is missing after the due
    day. `waived` are the days, half-open, on which a waiver excuses all that is missing.
    """

    kind: ObligationKind
    due_on: date
    began_on: date
    over_on: date
    lacks: bool = False
    vendor_free: bool = False
    waived: tuple[tuple[date, date], ...] = ()


def endings(stretches: Sequence[Stretch]) -> Iterator[Ending]:
    """Give what ends on a timeline, whose stretches are in order without a hole, by the day on which it begins."""
    index = 0
    while index < len(stretches):
        group = COMPLYING if stretches[index].standing in COMPLYING else TO_DISPOSE
        after = _past(stretches, index, group)
        if after == index:
            index += 1
            continue
        found = (_coverage if group is COMPLYING else _disposal)(stretches, index, after)
        if found is not None:
            yield found
        index = after


def _coverage(stretches: Sequence[Stretch], first: int, after: int) -> Ending | None:
    until_on = stretches[after - 1].until_on
    if until_on == LAST_DAY or after == len(stretches):
        return None
    last = _past(stretches, after, LACKING | {Standing.WAIVED})
    tail = stretches[after:last]
    lacks = any(stretch.standing in LACKING for stretch in tail)
    return Ending(
        ObligationKind.EXPIRY,
        day_before(until_on),
        stretches[first].from_on,
        tail[-1].until_on if lacks else until_on,
        lacks=lacks,
        vendor_free=stretches[after].standing in NOTHING_FOLLOWS,
        waived=tuple((part.from_on, part.until_on) for part in tail if part.standing is Standing.WAIVED)
        if lacks
        else (),
    )


def _disposal(stretches: Sequence[Stretch], first: int, after: int) -> Ending | None:
    due_on = next((part.dispose_by for part in stretches[first:after] if part.dispose_by is not None), None)
    if due_on is None:
        return None
    return Ending(ObligationKind.DISPOSAL, due_on, stretches[first].from_on, stretches[after - 1].until_on)


def _past(stretches: Sequence[Stretch], first: int, group: frozenset[Standing]) -> int:
    """Return the index of the first stretch from an index on that does not stand as the group does."""
    index = first
    while index < len(stretches) and stretches[index].standing in group:
        index += 1
    return index
