"""Sharing: what has been declared, and which personal data goes, on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.domain.catalogue_words import PERSONAL_FORMS
from tracker.domain.days import FIRST_DAY, day_after
from tracker.domain.facts import Declaration, Facts


class Sharing(NamedTuple):
    """What goes on one day. Without a declaration an active line counts as one."""

    declaration: Declaration | None
    elements: frozenset[str]
    """Personal elements: identifiable or pseudonymized."""
    anonymous: frozenset[str]
    """Elements that go anonymized or aggregated only."""
    tier: int | None
    sensitive: bool

    @property
    def declared(self) -> bool:
        return self.declaration is not None or bool(self.elements) or bool(self.anonymous)

    @property
    def kind(self) -> tuple[int | None, bool, bool]:
        """What the rules of clauses look at: tier, uses AI, protocol named."""
        declaration = self.declaration
        if declaration is None:
            return self.tier, False, False
        return self.tier, declaration.uses_ai, declaration.protocol_named


def sharing_on(facts: Facts, day: date) -> Sharing:
    """Return what goes on a day, whether or not the contract is in force then."""
    active = [
        line
        for line in facts.lines
        if (line.from_on is None or line.from_on <= day) and (line.through_on is None or day <= line.through_on)
    ]
    personal = [line for line in active if line.form in PERSONAL_FORMS]
    elements = frozenset([line.element for line in personal])
    return Sharing(
        declaration_on(facts.declarations, day),
        elements,
        frozenset([line.element for line in active if line.element not in elements]),
        max([line.tier for line in personal], default=None),
        True in [line.sensitive for line in personal],
    )


def declaration_on(declarations: Iterable[Declaration], day: date) -> Declaration | None:
    """Return the declaration in force: the one that began last, and of those the last recorded."""
    began = [item for item in declarations if item.from_on is None or item.from_on <= day]
    if len(began) == 1:
        return began[0]
    return max(began, key=lambda item: (item.from_on or FIRST_DAY, item.recorded_at), default=None)


def sharing_days(facts: Facts) -> set[date]:
    """Return the days on which what goes can change."""
    days = {item.from_on for item in facts.declarations if item.from_on is not None}
    for line in facts.lines:
        if line.from_on is not None:
            days.add(line.from_on)
        if line.through_on is not None:
            days.add(day_after(line.through_on))
    return days
