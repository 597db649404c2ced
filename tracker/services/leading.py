"""Whether this process still leads, known without asking the database, and commits that stop who does not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.services import heartbeat
from tracker.services.work import Work

LEAD: Final = "tracker.lead"


class LeadLost(Exception):  # it ends a job in good order, nothing is wrong
    """Another process leads now; what was committed stands, and the rest is the other's to do."""


@dataclass(slots=True)
class Lead:
    """What one process knows of its own lead; a thread renews it while others work under it."""

    holder: str
    sure_until: datetime | None = None
    ended: bool = False

    def renew(self, work: Work) -> bool:
        """Ask the database whether this process leads, and flush; return the answer. The caller commits."""
        now = work.now
        leads = heartbeat.lead(work, self.holder)
        self.sure_until = now + heartbeat.HOLDS_FOR if leads else None
        return leads

    def holds(self, now: datetime) -> bool:
        """Tell whether no other process can lead at a moment."""
        return not self.ended and self.sure_until is not None and now < self.sure_until


def work_under(work: Work, lead: Lead) -> None:
    """Let the commits of this unit of work be made under a lead."""
    work.session.info[LEAD] = lead


def committing(work: Work) -> Callable[[], None]:
    """Return what commits a step of a long job; it raises LeadLost after the commit when the lead is gone.

    Outside of scheduled work it only commits.
    """
    lead: Lead | None = work.session.info.get(LEAD)

    def commit() -> None:
        work.session.commit()
        if lead is not None and not lead.holds(work.now):
            raise LeadLost

    return commit


def leads_still(work: Work) -> bool:
    """Tell, without asking the database, whether scheduled work may go on; outside of it nothing stops."""
    lead: Lead | None = work.session.info.get(LEAD)
    return lead is None or lead.holds(work.now)
