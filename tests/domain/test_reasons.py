"""Reasons are stored as plain JSON and come back equal."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings

from tests.domain.strategies import facts, policies
from tracker.domain.reasons import Because, Reason, reasons_from_json, reasons_to_json
from tracker.domain.timeline import timeline


def test_what_is_empty_is_left_out():
    reason = Reason(Because.ATTESTATION_EXPIRED, on=date(2026, 12, 31), attestation_id=4, version=1)
    assert reasons_to_json([reason, Reason(Because.ELEMENTS_NOT_NAMED, ("bank", "ssn"))]) == [
        {"kind": "attestation expired", "on": "2026-12-31", "attestation_id": 4, "version": 1},
        {"kind": "elements not named", "subjects": ["bank", "ssn"]},
    ]


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(facts, policies())
def test_all_reasons_come_back_equal(contract, policy):
    for span in timeline(contract, policy):
        stored = json.loads(json.dumps(reasons_to_json(span.reasons)))
        assert reasons_from_json(stored) == span.reasons
