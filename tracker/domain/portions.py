"""Portions: many old things released over working days, so many on each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from tracker.domain.days import day_after
from tracker.domain.working_days import working_day_from


def portions(
    numbers: Sequence[int], per_day: int, first_on: date, holidays: Collection[date]
) -> Iterator[tuple[date, Sequence[int]]]:
    """Give the working days from the first on, each with its numbers in the order given; `per_day` is 1 or more."""
    day = first_on
    for start in range(0, len(numbers), per_day):
        day = working_day_from(day, holidays)
        yield day, numbers[start : start + per_day]
        day = day_after(day)
