"""The roles of staff."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to the tracker; a person can have several."""

    PROCUREMENT = "procurement"
    PRIVACY_OFFICER = "privacy officer"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
