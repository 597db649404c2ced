"""Waivers: what is missing is excused until a day, or else what is left is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.builders import (
    ALL,
    POLICY_2,
    attested,
    contract,
    line,
    stands,
    term,
    waiver,
)

BANK = contract(lines=(line(), line("bank")), attestations=(attested(through="2027-12-31"),))
NOTHING_SIGNED = contract(attestations=())
ASKED = {*ALL, "SEC-2"}


def waived(facts, *waivers):
    return replace(facts, waivers=waivers)


@pytest.mark.parametrize(
    ("on", "standing"),
    [("2026-02-28", "gap"), ("2026-03-01", "waived"), ("2026-04-30", "waived"), ("2026-05-01", "gap")],
)
def test_a_waiver_excuses_a_gap_from_its_first_day_through_its_last(on, standing):
    facts = waived(BANK, waiver("2026-03-01", "2026-04-30", elements=("bank",)))
    judged = stands(facts, on)
    assert judged.standing == standing
    assert str(judged.waived_through_on) == ("2026-04-30" if standing == "waived" else "None")
    assert judged.reasons[0].kind == ("waived" if standing == "waived" else "elements not named")


def test_an_ended_waiver_excuses_nothing_from_the_day_of_its_ending():
    facts = waived(BANK, waiver("2026-03-01", "2026-04-30", elements=("bank",), ended="2026-03-20"))
    last = stands(facts, "2026-03-19")
    assert (last.standing, str(last.waived_through_on)) == ("waived", "2026-03-19")
    assert stands(facts, "2026-03-20").standing == "gap"


def test_a_partial_waiver_leaves_the_standing_and_names_only_what_is_left():
    facts = contract(lines=(line(), line("bank"), line("ssn")))
    facts = waived(facts, waiver("2026-03-01", "2026-04-30", elements=("bank",)))
    judged = stands(facts, "2026-03-01")
    assert judged.standing == "gap"
    assert [reason.subjects for reason in judged.reasons] == [("ssn",)]


def test_two_waivers_excuse_together_until_the_first_of_them_ends():
    facts = contract(lines=(line(), line("bank"), line("ssn")))
    facts = waived(
        facts,
        waiver("2026-03-01", "2026-06-30", elements=("bank",), number=7),
        waiver("2026-03-01", "2026-04-30", elements=("ssn",), number=8),
    )
    judged = stands(facts, "2026-03-01")
    assert (judged.standing, str(judged.waived_through_on)) == ("waived", "2026-04-30")
    assert [(reason.waiver_id, reason.subjects) for reason in judged.reasons] == [(7, ("bank",)), (8, ("ssn",))]
    assert stands(facts, "2026-05-01").standing == "gap"


def test_a_clause_that_is_not_agreed_can_be_waived():
    facts = contract(attestations=(attested(through="2027-12-31", clauses=ALL),))
    assert stands(facts, "2026-03-01").reasons[0].subjects == ("SEC-2",)
    facts = waived(facts, waiver("2026-03-01", "2026-04-30", clauses=("SEC-2",)))
    assert stands(facts, "2026-03-01").standing == "waived"


@pytest.mark.parametrize(
    ("elements", "clauses", "standing", "left"),
    [
        ((), (), "missing", [()]),
        (("email",), (), "missing", [(), ("PUR-1", "SAL-1", "SEC-2")]),
        ((), ASKED, "missing", [(), ("email",)]),
        (("email",), ALL, "missing", [(), ("SEC-2",)]),
        (("email",), ASKED, "waived", [("PUR-1", "SAL-1", "SEC-2", "email")]),
    ],
)
def test_where_nothing_is_signed_everything_has_to_be_waived(elements, clauses, standing, left):
    facts = waived(NOTHING_SIGNED, waiver("2026-03-01", "2026-04-30", elements, clauses))
    judged = stands(facts, "2026-03-01")
    assert judged.standing == standing
    assert [reason.subjects for reason in judged.reasons] == left


def test_an_expired_attestation_can_be_waived_too():
    facts = waived(contract(), waiver("2027-01-01", "2027-01-31", ("email",), ASKED))
    assert stands(facts, "2026-12-31").reasons[0].kind == "attestation expires"
    assert stands(facts, "2027-01-01").standing == "waived"
    assert stands(facts, "2027-02-01").standing == "expired"


def test_what_is_outdated_is_waived_by_the_clauses_of_the_version_in_force():
    facts = contract(terms=(term("2026-01-01", None),), attestations=(attested(through="2028-12-31"),))
    partly = waived(facts, waiver("2027-05-30", "2027-07-31", clauses=ASKED))
    judged = stands(partly, "2027-05-30", POLICY_2)
    assert judged.standing == "outdated"
    assert judged.reasons[1].subjects == ("LOC-1",)
    wholly = waived(facts, waiver("2027-05-30", "2027-07-31", clauses={*ASKED, "LOC-1"}))
    assert stands(wholly, "2027-05-30", POLICY_2).standing == "waived"


def test_an_element_only_an_outdated_attestation_names_is_waived_as_an_element():
    new = attested("2027-04-01", "2028-12-31", clauses={*ASKED, "LOC-1"}, version=2, number=2)
    old = attested(through="2028-12-31", elements=("email", "bank"))
    facts = contract(
        terms=(term("2026-01-01", None),),
        lines=(line(), line("bank")),
        attestations=(old, new),
    )
    assert stands(facts, "2027-05-30", POLICY_2).standing == "outdated"
    facts = waived(facts, waiver("2027-05-30", "2027-07-31", elements=("bank",)))
    assert stands(facts, "2027-05-30", POLICY_2).standing == "waived"


def test_what_is_left_gives_the_standing_its_name():
    facts = contract(
        terms=(term("2026-01-01", None),),
        lines=(line(), line("bank")),
        attestations=(attested(through="2028-12-31"),),
    )
    assert stands(facts, "2027-05-30", POLICY_2).standing == "gap"
    facts = waived(facts, waiver("2027-05-30", "2027-07-31", elements=("bank",)))
    assert stands(facts, "2027-05-30", POLICY_2).standing == "outdated"


def test_a_waiver_of_what_is_not_missing_changes_nothing():
    facts = waived(contract(), waiver("2026-02-01", "2026-03-31", elements=("email",), clauses=ASKED))
    judged = stands(facts, "2026-02-15")
    assert (judged.standing, judged.waived_through_on, judged.reasons) == ("current", None, ())
