"""Turning the pages of a list: which rows are shown, and where the others are."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """The page that is shown; rows count from 1."""

    first: int
    last: int
    total: int
    previous: str | None
    next: str | None

    @classmethod
    def of(cls, page: int, per_page: int, total: int, href: Callable[[int], str]) -> "Turn":
        """Say where a page stands among `total` rows; `href` gives the address of a page."""
        last = min(page * per_page, total)
        return cls(
            first=min((page - 1) * per_page + 1, total),
            last=last,
            total=total,
            previous=href(page - 1) if page > 1 else None,
            next=href(page + 1) if last < total else None,
        )

    @property
    def shown(self) -> dict[str, object]:
        """The same for a template."""
        return {
            "first": self.first, "last": self.last, "total": self.total, "previous": self.previous, "next": self.next,
        }  # fmt: skip
