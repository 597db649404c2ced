"""The judgement of one day, found day by day: slow, plain, and the yardstick of the timeline."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from tracker.domain.acting import open_stage, stage_of
from tracker.domain.base import base_on
from tracker.domain.days import LAST_DAY, plus_days
from tracker.domain.ending import ending
from tracker.domain.facts import Facts
from tracker.domain.look import Look, PlainLook
from tracker.domain.policy import Policy
from tracker.domain.spans import Judgement
from tracker.domain.standings import Standing

__all__ = ["Judgement", "judge"]

_ONE_DAY: Final = timedelta(days=1)


def judge(facts: Facts, policy: Policy, day: date) -> Judgement:
    """Judge a contract on one day of the city's time zone, from what the facts say.

    Equals the span of ``timeline(facts, policy)`` that holds the day. It looks at each following day
    while the contract stays current, so prefer the timeline for anything but a check.
    """
    facts = facts.still_held()
    look = PlainLook(facts, policy)
    found = _ahead(day, look, policy)
    seen = found
    if found.standing is Standing.NOT_IN_FORCE:
        start = look.course.next_start(day)
        if start is not None and day >= plus_days(start, -policy.notice_days):
            seen = _ahead(start, look, policy)
    return found._replace(stage=stage_of(seen, open_stage(facts.steps, day)))


def _ahead(day: date, look: Look, policy: Policy) -> Judgement:
    """Judge a day, and tell current from expiring by the days that follow."""
    found = base_on(day, look)
    if found.standing is not Standing.CURRENT:
        return found
    last_on, following = day, found
    while following.standing is Standing.CURRENT:
        if last_on == LAST_DAY:
            return found._replace(expires_on=None)
        last_on += _ONE_DAY
        following = base_on(last_on, look)
    last_on -= _ONE_DAY
    found = found._replace(expires_on=last_on)
    if day < plus_days(last_on, -policy.notice_days):
        return found
    return found._replace(
        standing=Standing.EXPIRING,
        reasons=ending(last_on, following.standing, look),
    )
