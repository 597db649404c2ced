"""Failed tries, counted per key in the database, so that guessing is slow on every process together."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from tracker.models.person import Attempt
from tracker.services.work import Work

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
LONGEST_KEY = 300


def count(work: Work, key: str, window: timedelta = WINDOW) -> int:
    """Return how many tries were noted for a key within the window that ends now."""
    tries = select(func.count()).select_from(Attempt)
    return work.session.scalar(tries.where(Attempt.key == key[:LONGEST_KEY], Attempt.at > work.now - window)) or 0


def note(work: Work, key: str, detail: str = "") -> None:
    """Note a try, forget those of the same key that no window reaches any more, and flush."""
    key = key[:LONGEST_KEY]
    work.session.execute(delete(Attempt).where(Attempt.key == key, Attempt.at < work.now - KEPT))
    work.session.add(Attempt(key=key, at=work.now, detail=detail))
    work.session.flush()


def forget(work: Work, key: str) -> None:
    """Forget the tries of a key, after it was answered rightly."""
    work.session.execute(delete(Attempt).where(Attempt.key == key[:LONGEST_KEY]))
