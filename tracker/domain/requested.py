"""Requested: the stage of the open requests over time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from tracker.domain.acting import furthest
from tracker.domain.facts import Step
from tracker.domain.stages import Stage


class OpenStages:
    """The steps of all requests, swept once in the order of their days."""

    def __init__(self, steps: Sequence[Step]) -> None:
        """Sweep the steps; they stand in the order in which they were recorded."""
        self._days: list[date] = []
        self._stages: list[Stage | None] = []
        last: dict[int, tuple[int, str]] = {}
        for order, step in sorted(enumerate(steps), key=lambda item: item[1].on):
            seen = last.get(step.request_id)
            if seen is None or seen[0] < order:
                last[step.request_id] = (order, step.kind)
            stage = furthest([kind for _, kind in last.values()])
            if self._days and self._days[-1] == step.on:
                self._stages[-1] = stage
            else:
                self._days.append(step.on)
                self._stages.append(stage)

    def on(self, day: date) -> Stage | None:
        """Return the stage of the open requests on a day, or None when none is open."""
        index = bisect_right(self._days, day) - 1
        return self._stages[index] if index >= 0 else None

    def between(self, from_on: date, until_on: date, cut_on: date) -> list[tuple[date, Stage | None]]:
        """Return the stages of a half-open piece, each with its first day; also cut on one day."""
        first, last = bisect_right(self._days, from_on), bisect_left(self._days, until_on)
        stages = [(from_on, self._stages[first - 1] if first else None)]
        if first < last:
            stages.extend(zip(self._days[first:last], self._stages[first:last], strict=True))
        if from_on < cut_on < until_on:
            stages.append((cut_on, self.on(cut_on)))
            stages.sort(key=itemgetter(0))
        return stages
