"""Checklist: what a reviewer confirms before an answer is accepted."""

from __future__ import annotations

from enum import StrEnum


class Check(StrEnum):
    """One point; all of them must be confirmed, and they are kept with the decision."""

    VENDOR = "vendor"
    CONTRACT = "contract"
    VERSION = "version"
    SIGNER = "signer"
    ELEMENTS = "elements"
