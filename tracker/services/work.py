"""What every deed is given: a session, who acts, the moment and the city's day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.config import Settings


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person of staff, a contact of a vendor, or the tracker itself."""

    kind: str
    id: int | None
    name: str


TRACKER = Actor(kind="tracker", id=None, name="Vendor Privacy Tracker")


@dataclass(frozen=True, slots=True)
class Work:
    """One unit of work; services change and flush through it, the edge that made it commits."""

    session: Session
    actor: Actor
    clock: Clock
    settings: Settings

    @property
    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """The city's present day."""
        return self.clock.today()
