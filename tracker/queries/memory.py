"""Answers that cost much, remembered in this process for a while under everything that they depend on."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from tracker.clock import stopwatch

Kept = TypeVar("Kept")


class Memory(Generic[Kept]):
    """A few answers, the oldest forgotten first; each is forgotten after some seconds at the latest."""

    def __init__(self, most: int, seconds: float) -> None:
        """Remember at most so many answers, for at most so many seconds."""
        self._most, self._seconds = most, seconds
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[float, Kept]] = OrderedDict()

    def get(self, key: Hashable) -> Kept | None:
        """Return the answer that was put under an equal key, or None."""
        with self._lock:
            at, kept = self._kept.get(key, (0.0, None))
        return kept if kept is not None and stopwatch() - at < self._seconds else None

    def put(self, key: Hashable, answer: Kept) -> None:
        """Remember an answer."""
        with self._lock:
            self._kept[key] = (stopwatch(), answer)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
