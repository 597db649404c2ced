"""Ids of what a plan makes before it is made: below 0, so that a dry run takes nothing from the database."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Drafts:
    """Counts what one plan makes, table by table."""

    made: dict[str, int] = field(default_factory=dict)

    def new(self, record: str) -> int:
        """Return the next id below 0 of a table."""
        self.made[record] = self.made.get(record, 0) - 1
        return self.made[record]
