"""Stages: who must act next, day by day."""

from __future__ import annotations

import pytest

from tests.domain.builders import POLICY, attested, certified, contract, declared, line, stands, step, term

UNSIGNED = {"attestations": ()}

STORY = (
    step("sent", "2026-02-01"),
    step("opened", "2026-02-03"),
    step("submitted", "2026-02-10"),
    step("returned", "2026-02-12"),
    step("submitted", "2026-02-20"),
    step("accepted", "2026-02-25"),
)


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        ("2026-01-31", "city requests"),
        ("2026-02-01", "vendor answers"),
        ("2026-02-09", "vendor answers"),
        ("2026-02-10", "city reviews"),
        ("2026-02-12", "vendor corrects"),
        ("2026-02-19", "vendor corrects"),
        ("2026-02-20", "city reviews"),
        ("2026-02-24", "city reviews"),
        ("2026-02-25", "nobody"),
    ],
)
def test_a_request_goes_back_and_forth_until_it_is_accepted(on, stage):
    facts = contract(attestations=(attested("2026-02-25"),), steps=STORY)
    judged = stands(facts, on)
    assert judged.stage == stage
    assert judged.standing == ("current" if on == "2026-02-25" else "missing")


def test_a_revoked_request_leaves_the_city_to_ask_again():
    facts = contract(**UNSIGNED, steps=(step("sent", "2026-02-01"), step("revoked", "2026-02-05")))
    assert stands(facts, "2026-02-04").stage == "vendor answers"
    assert stands(facts, "2026-02-05").stage == "city requests"


def test_of_several_open_requests_the_furthest_says_who_acts():
    steps = (
        step("sent", "2026-02-01", request=1),
        step("sent", "2026-02-02", request=2),
        step("submitted", "2026-02-04", request=2),
        step("submitted", "2026-02-06", request=3),
        step("returned", "2026-02-07", request=3),
        step("accepted", "2026-02-08", request=2),
        step("revoked", "2026-02-09", request=3),
    )
    facts = contract(**UNSIGNED, steps=steps)
    seen = [stands(facts, f"2026-02-{day:02}").stage for day in (1, 3, 4, 7, 8, 9)]
    assert seen == [
        "vendor answers",
        "vendor answers",
        "city reviews",
        "city reviews",
        "vendor corrects",
        "vendor answers",
    ]


def test_of_steps_on_one_day_the_one_recorded_last_counts():
    facts = contract(**UNSIGNED, steps=(step("sent", "2026-02-01"), step("submitted", "2026-02-01")))
    assert stands(facts, "2026-02-01").stage == "city reviews"


def test_a_step_recorded_later_for_an_earlier_day_counts_from_that_day():
    facts = contract(**UNSIGNED, steps=(step("submitted", "2026-02-05"), step("returned", "2026-02-03")))
    assert stands(facts, "2026-02-03").stage == "vendor corrects"
    assert stands(facts, "2026-02-05").stage == "vendor corrects"


def test_an_undeclared_contract_is_for_the_city_to_declare_even_while_a_request_is_open():
    facts = contract(declarations=(), lines=(), steps=(step("sent", "2026-02-01"),))
    assert stands(facts, "2026-02-02").stage == "city declares"


@pytest.mark.parametrize(
    ("changes", "on", "standing", "stage"),
    [
        ({}, "2026-05-01", "current", "nobody"),
        ({}, "2026-12-01", "expiring", "city requests"),
        ({}, "2027-02-01", "expired", "city requests"),
        ({"lines": (line(), line("bank"))}, "2026-05-01", "gap", "city requests"),
        ({"lines": (), "declarations": (declared("no personal data"),)}, "2026-05-01", "not required", "nobody"),
        ({"attestations": (attested(through="2027-12-31"),)}, "2027-12-01", "expiring", "nobody"),
        ({"lines": (line(through="2026-06-30"),)}, "2026-06-30", "expiring", "nobody"),
        ({"lines": (line(through="2026-06-30"),), "declarations": ()}, "2026-06-30", "expiring", "city declares"),
        ({}, "2028-01-01", "disposal due", "vendor answers"),
        ({}, "2029-01-01", "disposal overdue", "vendor answers"),
        ({"disposals": (certified("2028-01-05"),)}, "2028-01-05", "closed", "nobody"),
    ],
)
def test_each_standing_without_a_request_waits_for_somebody(changes, on, standing, stage):
    judged = stands(contract(**changes), on)
    assert (judged.standing, judged.stage) == (standing, stage)


@pytest.mark.parametrize("on", ["2026-05-01", "2026-12-01", "2027-02-01"])
def test_an_open_request_says_who_acts_whether_or_not_the_contract_is_covered(on):
    facts = contract(steps=(step("submitted", "2026-04-01"),))
    assert stands(facts, on).stage == "city reviews"


@pytest.mark.parametrize(
    ("changes", "far", "near"),
    [
        ({**UNSIGNED}, "nobody", "city requests"),
        ({"declarations": (), "lines": ()}, "nobody", "city declares"),
        ({}, "nobody", "nobody"),
        ({"lines": (), "declarations": (declared("no personal data"),)}, "nobody", "nobody"),
        ({**UNSIGNED, "steps": (step("sent", "2025-10-01"),)}, "vendor answers", "vendor answers"),
    ],
)
def test_before_a_term_the_work_of_its_first_day_shows_up_within_the_notice(changes, far, near):
    facts = contract(**changes)
    assert stands(facts, "2025-11-01").stage == far
    assert stands(facts, "2025-11-02").stage == near
    assert stands(facts, "2025-12-31").stage == near


def test_a_request_sent_before_the_start_is_the_vendors_to_answer():
    facts = contract(**UNSIGNED, steps=(step("sent", "2025-12-01"), step("submitted", "2025-12-10")))
    seen = [stands(facts, on).stage for on in ("2025-11-30", "2025-12-01", "2025-12-10", "2026-01-01")]
    assert seen == ["city requests", "vendor answers", "city reviews", "city reviews"]


def test_a_hole_between_terms_prepares_the_next_term():
    terms = (term("2026-01-01", "2026-03-31"), term("2026-09-01", "2026-12-31"))
    facts = contract(terms=terms, attestations=(attested(through="2026-03-31"),))
    assert stands(facts, "2026-07-02").stage == "nobody"
    assert stands(facts, "2026-07-03").stage == "city requests"
    assert POLICY.notice_days == 60
