"""Leaving things out of an evidence pack, and keeping count of what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tracker.domain.disclosure import RULES, Audience, Matter, tells, without_addresses


class Omission(NamedTuple):
    """One thing that is not in a pack: its kind, why, where the rule comes from, and what it is known by."""

    kind: str
    why: str
    source: str
    what: str = ""


def mark(matter: Matter) -> str:
    """Return what stands in the place of words that were left out."""
    return f"[left out: {matter}]"


@dataclass(slots=True)
class Redaction:
    """What one pack tells to its audience; everything that it keeps back is counted."""

    audience: Audience
    _counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _named: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def tells(self, matter: Matter) -> bool:
        """Whether the audience is told the matter."""
        return tells(self.audience, matter)

    def told(self, matter: Matter, value: Any) -> Any:  # noqa: ANN401  # JSON of any shape
        """Return the value, or a mark in its place; what is empty stays empty and is not counted."""
        if not value or self.tells(matter):
            return value
        self.omit_matter(matter)
        return mark(matter)

    def words(self, value: Any) -> Any:  # noqa: ANN401  # JSON of any shape
        """Return a JSON value without the addresses in its strings, unless the audience is told them."""
        if self.tells(Matter.MAIL):
            return value
        cleaned, found = without_addresses(value)
        if found:
            self.omit_matter(Matter.MAIL, found)
        return cleaned

    def holds_addresses(self, value: Any) -> bool:  # noqa: ANN401  # JSON of any shape
        """Whether a value holds addresses that the audience is not told."""
        return not self.tells(Matter.MAIL) and without_addresses(value)[1] > 0

    def omit_matter(self, matter: Matter, count: int = 1, what: str = "") -> None:
        """Count something that the rule keeps back."""
        self.omit(Omission(matter.value, RULES[matter].why, RULES[matter].source, what), count)

    def omit(self, omission: Omission, count: int = 1) -> None:
        """Count something that is not in the pack for another reason."""
        key = (omission.kind, omission.why, omission.source)
        self._counts[key] = self._counts.get(key, 0) + count
        if omission.what:
            self._named.setdefault(key, []).append(omission.what)

    def as_json(self) -> list[dict[str, Any]]:
        """Return what was left out, for the manifest: by kind and reason, in order."""
        return [
            {"kind": key[0], "why": key[1], "source": key[2], "count": count, "what": self._named.get(key, [])}
            for key, count in sorted(self._counts.items())
        ]
