"""Waiving: which waivers are in force on one day, and through when they excuse what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.domain.days import day_after, day_before
from tracker.domain.facts import Waiver
from tracker.domain.lack import Lack


def waivers_on(waivers: Iterable[Waiver], day: date) -> tuple[Waiver, ...]:
    """Return the waivers in force on a day."""
    return tuple([waiver for waiver in waivers if waiver.from_on <= day <= last_waived_day(waiver)])


def last_waived_day(waiver: Waiver) -> date:
    """Return the last day in force: as granted, or the day before it was ended."""
    if waiver.ended_on is None:
        return waiver.through_on
    return min(waiver.through_on, day_before(waiver.ended_on))


def waiving_days(waivers: Iterable[Waiver]) -> set[date]:
    """Return the days on which a waiver begins or is over."""
    days: set[date] = set()
    for waiver in waivers:
        days.update((waiver.from_on, day_after(last_waived_day(waiver))))
    return days


def left_after(lack: Lack, waivers: Sequence[Waiver]) -> Lack:
    """Return what is left of the lack when the waivers excuse what they name."""
    elements = frozenset().union(*[waiver.elements for waiver in waivers])
    clauses = frozenset().union(*[waiver.clauses for waiver in waivers])
    return lack.less(elements, clauses)


def excused(lack: Lack, waiver: Waiver) -> frozenset[str]:
    """Return what a waiver excuses of what is missing."""
    return (lack.elements & waiver.elements) | (lack.clauses & waiver.clauses)


def waived_through(lack: Lack, waivers: Sequence[Waiver]) -> date:
    """Return the last day through which the waivers in force excuse all that is missing."""
    lasts: dict[str, date] = {}
    for waiver in waivers:
        last_on = last_waived_day(waiver)
        for subject in excused(lack, waiver):
            lasts[subject] = max(last_on, lasts.get(subject, last_on))
    return min(lasts.values())
