"""What was known at a moment: facts recorded, replaced, revoked and ended since are as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.domain.builders import POLICY, RECORDED, attested, contract, line, stands, step, waiver
from tracker.domain.timeline import timeline

LATER = RECORDED + timedelta(days=200)
HOUR = timedelta(hours=1)


def test_a_fact_recorded_later_was_not_known():
    bank = replace(line("bank"), recorded_at=LATER)
    facts = contract(lines=(line(), bank))
    assert stands(facts, "2026-02-01").standing == "gap"
    assert stands(facts.known_at(LATER - HOUR), "2026-02-01").standing == "current"
    assert stands(facts.known_at(LATER), "2026-02-01").standing == "gap"


def test_a_replaced_fact_was_held_true_until_the_moment_it_was_replaced():
    facts = contract(lines=(replace(line("bank"), replaced_at=LATER), replace(line(), recorded_at=LATER)))
    assert stands(facts, "2026-02-01").standing == "current"
    known = facts.known_at(LATER - HOUR)
    assert [item.element for item in known.lines] == ["bank"]
    assert known.lines[0].replaced_at is None
    assert stands(known, "2026-02-01").standing == "gap"
    assert [item.element for item in facts.known_at(LATER).lines] == ["email"]


def test_a_revocation_recorded_later_was_not_known():
    revoked = replace(attested(revoked="2026-02-01"), revoked_at=LATER)
    facts = contract(attestations=(revoked,))
    assert stands(facts, "2026-02-01").standing == "expired"
    assert stands(facts.known_at(LATER - HOUR), "2026-02-01").standing == "current"
    assert stands(facts.known_at(LATER), "2026-02-01").standing == "expired"


def test_the_ending_of_a_waiver_recorded_later_was_not_known():
    ended = replace(waiver("2026-02-01", "2026-03-31", elements=("bank",), ended="2026-02-15"), ended_at=LATER)
    facts = contract(lines=(line(), line("bank")), waivers=(ended,))
    assert stands(facts, "2026-02-15").standing == "gap"
    assert stands(facts.known_at(LATER - HOUR), "2026-02-15").standing == "waived"


def test_steps_recorded_later_were_not_known():
    late = replace(step("submitted", "2026-02-01"), recorded_at=LATER)
    facts = contract(steps=(step("sent", "2026-01-15"), late))
    assert stands(facts, "2026-02-01").stage == "city reviews"
    assert stands(facts.known_at(LATER - HOUR), "2026-02-01").stage == "vendor answers"


def test_before_anything_was_recorded_nothing_was_known():
    known = contract().known_at(datetime(2000, 1, 1, tzinfo=UTC))
    assert [span.standing for span in timeline(known, POLICY)] == ["not in force"]
