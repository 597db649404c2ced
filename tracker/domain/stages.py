"""Stages: who must act next."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Who must act next on a contract."""

    CITY_DECLARES = "city declares"
    CITY_REQUESTS = "city requests"
    VENDOR_ANSWERS = "vendor answers"
    CITY_REVIEWS = "city reviews"
    VENDOR_CORRECTS = "vendor corrects"
    NOBODY = "nobody"
