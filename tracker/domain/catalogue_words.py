"""Words of the catalogue: the closed lists that schedules, contacts and answers choose from."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Form(StrEnum):
    """In which form an element leaves the city."""

    IDENTIFIABLE = "identifiable"
    PSEUDONYMIZED = "pseudonymized"
    ANONYMIZED = "anonymized"
    AGGREGATED = "aggregated"


PERSONAL_FORMS: Final[frozenset[Form]] = frozenset({Form.IDENTIFIABLE, Form.PSEUDONYMIZED})
"""Pseudonymized data can be linked back to a person, so it counts as personal."""


class Direction(StrEnum):
    """Which way the data goes."""

    CITY_GIVES = "city gives"
    VENDOR_COLLECTS = "vendor collects"


class ContactRole(StrEnum):
    """What a contact does for a vendor."""

    PRIMARY = "primary"
    SIGNER = "signer"
    PRIVACY = "privacy"
    SECURITY = "security"


class Answer(StrEnum):
    """What a vendor answers to a clause."""

    AGREE = "agree"
    AGREE_WITH_EXCEPTION = "agree with exception"
    NOT_APPLICABLE = "not applicable"
