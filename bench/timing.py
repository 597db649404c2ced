"""Durations: several things measured in turn, so that what drifts on the machine drifts for all of them."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Deed = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of one deed, in the middle of many: by the clock, and of the processor."""

    p50: float
    cpu: float

    @property
    def rate(self) -> float:
        """How many a second, at the middle speed."""
        return 1000 / self.p50


def in_turn(deeds: Mapping[str, Deed], rounds: int, warm: int = 3) -> dict[str, Timed]:
    """Do every deed once a round, in turn, and tell the durations by name."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in deeds}
    for _ in range(warm):
        for deed in deeds.values():
            deed()
    for _ in range(rounds):
        for name, deed in deeds.items():
            found[name].append(_once(deed))
    return {name: Timed(*(median(times) for times in zip(*both, strict=True))) for name, both in found.items()}


def _once(deed: Deed) -> tuple[float, float]:
    gc.collect(0)
    began, worked = time.perf_counter(), time.process_time()
    deed()
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
