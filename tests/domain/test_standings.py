"""Standings: their order, their sets and their meanings."""

from __future__ import annotations

from tracker.domain.standings import COMPLYING, IN_FORCE_SHARING, MEANING, NEEDS_SOMEBODY, SEVERITY, Standing, worst


def test_the_order_of_severity_is_the_one_agreed():
    assert ", ".join(SEVERITY) == (
        "not in force, closed, not required, current, expiring, disposal due, waived, outdated, gap,"
        " disposal overdue, expired, missing, undeclared"
    )


def test_every_standing_has_its_place_and_one_sentence_of_meaning():
    assert set(SEVERITY) == set(MEANING) == set(Standing)
    assert len(SEVERITY) == len(Standing)
    assert all(meaning.endswith(".") and meaning.count(". ") == 0 for meaning in MEANING.values())


def test_a_roll_up_is_its_worst_contract():
    assert worst([Standing.CURRENT, Standing.GAP, Standing.WAIVED]) is Standing.GAP
    assert worst(iter([Standing.CLOSED])) is Standing.CLOSED


def test_a_roll_up_of_nothing_is_not_in_force():
    assert worst([]) is Standing.NOT_IN_FORCE


def test_who_complies_and_who_needs_somebody_make_up_all_that_share():
    assert COMPLYING | NEEDS_SOMEBODY == IN_FORCE_SHARING
    assert set() == COMPLYING & NEEDS_SOMEBODY
    assert Standing.WAIVED in NEEDS_SOMEBODY
