"""Each kind of reason as the part of a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.reason_words import listed, reason_words
from tracker.domain.reasons import Because, Reason


@pytest.mark.parametrize("kind", list(Because))
@pytest.mark.parametrize("subjects", [("bank",), ("bank", "ssn")])
def test_every_kind_of_reason_can_be_said(kind, subjects):
    words = reason_words(Reason(kind, subjects, on=date(2027, 5, 31), version=1), {})
    assert words
    assert not words.endswith(".")
    assert "{" not in words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            Reason(Because.CLAUSES_ADDED, ("SEC-4",)),
            "then clause SEC-4 applies, which the attestation does not agree to",
        ),
        (
            Reason(Because.CLAUSES_NOT_AGREED, ("SEC-3", "SEC-4")),
            "clauses SEC-3 and SEC-4 apply, but the attestation does not agree to them",
        ),
        (Reason(Because.WAIVED, ("bank",), on=date(2027, 5, 31)), "bank account is excused through May 31, 2027"),
    ],
)
def test_subjects_are_called_by_their_names(reason, words):
    assert reason_words(reason, {"bank": "bank account"}) == words


def test_names_are_listed_as_in_speech():
    assert listed(["c", "a", "b"], {"a": "alpha"}) == "alpha, b and c"
    assert listed(["a"], {}) == "a"
