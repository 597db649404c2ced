"""The digest of what a vendor answered: sealed with the event of its sending, and computed again by whoever verifies.

docs/evidence.md describes it byte for byte; seed_data/verifier/verify_pack.py repeats it without us.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import NamedTuple


class GivenAnswer(NamedTuple):
    """An answer as it was sent; `answer` is a word of catalogue_words.Answer."""

    code: str
    answer: str
    said: str
    target_on: date | None
    control: str


def answers_digest(answers: Iterable[GivenAnswer]) -> str:
    """Return the SHA-256, hexadecimal, of the answers in order of their codes as JSON in ASCII without blanks."""
    rows = sorted(
        [one.code, one.answer, one.said, one.target_on.isoformat() if one.target_on else None, one.control]
        for one in answers
    )
    return sha256(json.dumps(rows, separators=(",", ":"), ensure_ascii=True).encode("ascii")).hexdigest()
