"""Housekeeping: what proved who somebody was is forgotten when it is of no use any more."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete

from tracker.models.person import Attempt
from tracker.models.portal import PortalCode
from tracker.services.work import Work

KEPT: Final = timedelta(days=30)


def tidy(work: Work) -> int:
    """Forget failed tries and codes older than thirty days; return how many."""
    long_ago, gone = work.now - KEPT, 0
    for statement in (
        delete(Attempt).where(Attempt.at < long_ago).returning(Attempt.id),
        delete(PortalCode).where(PortalCode.sent_at < long_ago).returning(PortalCode.id),
    ):
        gone += len(work.session.execute(statement.execution_options(synchronize_session=False)).all())
    return gone
