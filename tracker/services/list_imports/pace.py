"""How a long dry run shares the database: in a request not at all, in the job a little at a time."""

from __future__ import annotations

from collections.abc import Callable

from tracker.services.work import Work


class Pace:
    """One transaction, the caller's: nothing is let go between reading and writing."""

    def read(self) -> None:
        """Begin to read; whoever writes is not held up."""

    def read_enough(self) -> None:
        """Stop reading, so that what was read can be written down."""

    def written(self) -> None:
        """What was written stands; others may write."""


class JobPace(Pace):
    """Commits what is written, and reads between without the writer's lock (SQLite has one for the whole database)."""

    def __init__(self, work: Work, commit: Callable[[], None]) -> None:
        self._work, self._commit = work, commit

    def read(self) -> None:
        """Begin to read in a transaction that writes nothing."""
        if not self._work.session.in_transaction():
            self._work.session.connection(execution_options={"reads_only": True})

    def read_enough(self) -> None:
        """End the transaction of reading."""
        self._work.session.rollback()

    def written(self) -> None:
        """Commit."""
        self._commit()
