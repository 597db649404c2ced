"""Coming: what a contract lets go from a day on, which is what an attestation asked for on it must cover."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.catalogue_words import PERSONAL_FORMS
from tracker.domain.days import FIRST_DAY
from tracker.domain.facts import Facts


class Declared(StrEnum):
    """What somebody has said about a contract's data."""

    UNDECLARED = "undeclared"
    NO_PERSONAL_DATA = "no personal data"
    PERSONAL_DATA = "personal data"


class Coming(NamedTuple):
    """What is shared on a day or later. ``elements`` are the personal ones, by code."""

    declared: Declared
    elements: frozenset[str] = frozenset()
    tier: int | None = None
    uses_ai: bool = False
    protocol_named: bool = False


def coming(facts: Facts, day: date) -> Coming:
    """Return what is shared on ``day`` or on any later day, by the facts held true now.

    Lines that ended before the day do not count, lines that begin after it do; of several declarations
    the one that begins last speaks.
    """
    last = max(facts.declarations, key=lambda item: (item.from_on or FIRST_DAY, item.recorded_at), default=None)
    lines = [line for line in facts.lines if line.through_on is None or line.through_on >= day]
    personal = [line for line in lines if line.form in PERSONAL_FORMS]
    if last is None and not lines:
        return Coming(Declared.UNDECLARED)
    return Coming(
        declared=Declared.PERSONAL_DATA if personal else Declared.NO_PERSONAL_DATA,
        elements=frozenset(line.element for line in personal),
        tier=max((line.tier for line in personal), default=None),
        uses_ai=last is not None and last.uses_ai,
        protocol_named=last is not None and last.protocol_named,
    )
