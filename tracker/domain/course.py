"""The course of a contract: its terms in order, the holes between them, and the time after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from tracker.domain.catalogue_words import PERSONAL_FORMS
from tracker.domain.days import FIRST_DAY, LAST_DAY, day_after, plus_days
from tracker.domain.facts import Facts, Line, Term


class Stretch(NamedTuple):
    """Days on which the contract is in force, both included."""

    from_on: date
    through_on: date


class Course(NamedTuple):
    """What the terms of a contract say about any day."""

    stretches: tuple[Stretch, ...]
    ends_on: date | None
    """Last day of the last term; None when it is open or there is no term."""
    disposal_through_on: date | None
    """Last day to certify that the data was returned or destroyed; None as above."""
    to_dispose: tuple[Line, ...]
    """Lines with personal data that were active on some day inside a term."""
    certified_on: date | None
    """Day of the first certificate."""

    def in_force(self, day: date) -> bool:
        """Tell whether a term covers the day."""
        # A loop, as this is asked for every piece of every timeline.
        for from_on, through_on in self.stretches:  # noqa: SIM110 (any() takes three times as long)
            if from_on <= day <= through_on:
                return True
        return False

    def next_start(self, day: date) -> date | None:
        """Return the first day of the next term that starts after the day, or None."""
        return next((stretch.from_on for stretch in self.stretches if stretch.from_on > day), None)

    def started(self, day: date) -> bool:
        """Tell whether a term had started by the day."""
        return bool(self.stretches) and self.stretches[0].from_on <= day

    def days(self) -> set[date]:
        """Return the days on which what it says can change."""
        days = {stretch.from_on for stretch in self.stretches}
        days.update(day_after(stretch.through_on) for stretch in self.stretches)
        if self.disposal_through_on is not None:
            days.add(day_after(self.disposal_through_on))
        if self.certified_on is not None:
            days.add(self.certified_on)
        return days


def course(facts: Facts) -> Course:
    """Put the terms in order; a term that ends before it starts covers no day and is passed over."""
    stretches = tuple(sorted([_stretch(term) for term in facts.terms if _covers_some_day(term)]))
    ends_on = max([stretch.through_on for stretch in stretches], default=LAST_DAY)
    if ends_on == LAST_DAY:
        return Course(stretches, None, None, (), None)
    last = max(
        [term for term in facts.terms if term.through_on == ends_on and _covers_some_day(term)],
        key=attrgetter("recorded_at"),
    )
    return Course(
        stretches,
        ends_on,
        plus_days(ends_on, last.disposal_days),
        tuple([line for line in facts.lines if _was_shared(line, stretches)]),
        min([disposal.certified_on for disposal in facts.disposals], default=None),
    )


def _covers_some_day(term: Term) -> bool:
    return term.starts_on is None or term.through_on is None or term.starts_on <= term.through_on


def _stretch(term: Term) -> Stretch:
    return Stretch(term.starts_on or FIRST_DAY, term.through_on or LAST_DAY)


def _was_shared(line: Line, stretches: Iterable[Stretch]) -> bool:
    if line.form not in PERSONAL_FORMS:
        return False
    from_on, through_on = line.from_on or FIRST_DAY, line.through_on or LAST_DAY
    return any(
        from_on <= stretch.through_on and stretch.from_on <= through_on and from_on <= through_on
        for stretch in stretches
    )
