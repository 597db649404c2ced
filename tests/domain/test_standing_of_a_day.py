"""Tables of dates: how a contract stands on single days, always on both sides of an edge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.builders import (
    ALL,
    CODES,
    POLICY_2,
    RECORDED,
    attested,
    contract,
    declared,
    line,
    stands,
    term,
)
from tracker.domain.catalogue_words import Form

TWO_YEARS = attested("2026-01-01", "2027-12-31", elements=("email", "ssn"))
OPEN = term("2026-01-01", None)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("2025-12-31", "not in force"),
        ("2026-01-01", "current"),
        ("2026-10-31", "current"),
        ("2026-11-01", "expiring"),
        ("2026-12-31", "expiring"),
        ("2027-01-01", "expired"),
        ("2027-12-31", "expired"),
        ("2028-01-01", "disposal due"),
        ("2028-02-29", "disposal due"),
        ("2028-03-01", "disposal overdue"),
    ],
)
def test_a_contract_of_two_years_attested_for_one(on, standing):
    assert stands(contract(), on).standing == standing


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("2026-02-28", "undeclared"),
        ("2026-03-01", "not required"),
        ("2026-05-31", "not required"),
        ("2026-06-01", "missing"),
    ],
)
def test_nobody_has_said_then_no_personal_data_then_a_line(on, standing):
    facts = contract(
        declarations=(declared("no personal data", since="2026-03-01"),),
        lines=(line(since="2026-06-01"),),
        attestations=(),
    )
    assert stands(facts, on).standing == standing


def test_a_line_without_a_declaration_counts_as_declared_while_it_is_active():
    facts = contract(declarations=(), lines=(line(since="2026-03-01", through="2026-04-30"),))
    assert stands(facts, "2026-02-28").standing == "undeclared"
    assert stands(facts, "2026-03-01").standing == "expiring"
    assert stands(facts, "2026-04-30").reasons[0].kind == "declaration ends"
    assert stands(facts, "2026-05-01").standing == "undeclared"


def test_the_declaration_that_began_last_speaks():
    sooner = declared("schedule", since="2026-01-01", ai=True)
    later = declared("no personal data", since="2026-03-01")
    facts = contract(declarations=(later, sooner), attestations=(attested(clauses={*ALL, "SEC-2"}),))
    assert stands(facts, "2026-02-28").standing == "gap"
    assert stands(facts, "2026-03-01").standing == "current"


@pytest.mark.parametrize(
    ("form", "standing", "elements"),
    [
        (Form.IDENTIFIABLE, "missing", 1),
        (Form.PSEUDONYMIZED, "missing", 1),
        (Form.ANONYMIZED, "not required", 0),
        (Form.AGGREGATED, "not required", 0),
    ],
)
def test_only_data_that_leads_to_a_person_must_be_attested(form, standing, elements):
    judged = stands(contract(lines=(line(form=form),), attestations=()), "2026-06-01")
    assert (judged.standing, judged.elements) == (standing, elements)
    assert judged.tier == (2 if elements else None)


def test_an_element_that_also_goes_anonymized_is_personal():
    facts = contract(lines=(line(), line(form=Form.ANONYMIZED)), attestations=())
    assert stands(facts, "2026-06-01").elements == 1


def test_the_tier_is_the_highest_of_the_personal_elements():
    lines = (line(), line("ssn", tier=4, sensitive=True), line("gene", tier=9, form=Form.AGGREGATED))
    judged = stands(contract(lines=lines), "2026-06-01")
    assert (judged.tier, judged.elements, judged.sensitive) == (4, 2, True)


@pytest.mark.parametrize(
    ("on", "standing", "shared"),
    [("2026-11-02", "expiring", 1), ("2026-11-03", "gap", 2), ("2026-11-30", "gap", 2), ("2026-12-01", "current", 1)],
)
def test_an_added_element_that_the_attestation_does_not_name_is_a_gap_while_it_is_shared(on, standing, shared):
    lines = (line(), line("bank", tier=2, since="2026-11-03", through="2026-11-30"))
    judged = stands(contract(lines=lines, attestations=(attested(through="2027-12-31"),)), on)
    assert (judged.standing, judged.elements) == (standing, shared)
    if standing == "gap":
        assert judged.reasons[0].subjects == ("bank",)


def test_a_higher_tier_opens_a_gap_of_clauses_though_the_element_is_named():
    lines = (line(), line("ssn", tier=4, since="2026-07-01"))
    partly = attested(elements=("email", "ssn"), clauses={*ALL, "SEC-2"})
    facts = contract(lines=lines, attestations=(partly,))
    assert stands(facts, "2026-04-30").standing == "current"
    before = stands(facts, "2026-06-30")
    assert (before.standing, before.reasons[0].kind) == ("expiring", "clauses added")
    after = stands(facts, "2026-07-01")
    assert after.standing == "gap"
    assert after.reasons[0].kind == "clauses not agreed"
    assert after.reasons[0].subjects == ("SEC-3", "SEC-4")


@pytest.mark.parametrize(("declaration", "code"), [({"ai": True}, "AI-1"), ({"protocol": True}, "PUR-2")])
def test_a_declaration_can_make_a_clause_apply(declaration, code):
    facts = contract(
        declarations=(declared(), declared(since="2026-07-01", **declaration)),
        attestations=(attested(clauses={*ALL, "SEC-2"}),),
    )
    assert stands(facts, "2026-04-01").standing == "current"
    assert stands(facts, "2026-07-01").reasons[0].subjects == (code,)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("2027-02-28", "current"),
        ("2027-03-01", "current"),
        ("2027-03-29", "current"),
        ("2027-03-30", "expiring"),
        ("2027-05-29", "expiring"),
        ("2027-05-30", "outdated"),
    ],
)
def test_a_version_counts_until_the_grace_period_of_the_next_is_over(on, standing):
    judged = stands(contract(terms=(OPEN,), attestations=(TWO_YEARS,)), on, POLICY_2)
    assert judged.standing == standing
    if standing == "expiring":
        assert judged.reasons[0].kind == "grace ends"
    if standing == "outdated":
        assert (judged.reasons[0].version, str(judged.reasons[0].on)) == (1, "2027-05-30")


def test_the_new_version_asks_for_its_new_clause():
    new = attested("2027-04-01", "2028-03-31", version=2, number=2)
    facts = contract(terms=(OPEN,), attestations=(TWO_YEARS, new))
    judged = stands(facts, "2027-06-01", POLICY_2)
    assert (judged.standing, judged.version, judged.attestation_id) == ("gap", 2, 2)
    assert judged.reasons[0].subjects == ("LOC-1",)


def test_an_element_that_only_an_outdated_attestation_names_is_outdated():
    new = attested("2027-04-01", "2028-03-31", clauses={*CODES, "LOC-1"}, version=2, number=2)
    lines = (line(), line("ssn"))
    facts = contract(terms=(OPEN,), lines=lines, attestations=(TWO_YEARS, new))
    assert stands(facts, "2027-05-29", POLICY_2).reasons[0].kind == "grace ends"
    judged = stands(facts, "2027-05-30", POLICY_2)
    assert judged.standing == "outdated"
    assert judged.reasons[0].subjects == ("ssn",)


@pytest.mark.parametrize(
    ("on", "standing", "counts"),
    [
        ("2026-06-30", "current", 1),
        ("2026-07-01", "current", 2),
        ("2026-12-31", "current", 2),
        ("2027-01-01", "current", 2),
        ("2027-06-30", "expiring", 2),
        ("2027-07-01", "expired", 2),
    ],
)
def test_the_old_attestation_stays_in_force_beside_its_replacement(on, standing, counts):
    replacement = attested("2026-07-01", "2027-06-30", number=2)
    judged = stands(contract(attestations=(attested(), replacement)), on)
    assert (judged.standing, judged.attestation_id) == (standing, counts)


def test_overlapping_attestations_cover_together_what_neither_names_alone():
    lines = (line(), line("ssn"))
    second = attested("2026-03-01", "2026-08-31", elements=("ssn",), number=2)
    facts = contract(lines=lines, attestations=(attested(), second))
    assert stands(facts, "2026-02-28").standing == "gap"
    assert stands(facts, "2026-03-01").standing == "current"
    assert stands(facts, "2026-08-31").standing == "expiring"
    assert stands(facts, "2026-09-01").standing == "gap"


def test_a_revoked_attestation_ends_on_the_day_of_revocation():
    facts = contract(attestations=(attested(revoked="2026-09-10"),))
    last = stands(facts, "2026-09-09")
    assert (last.standing, last.reasons[0].kind) == ("expiring", "revocation nears")
    judged = stands(facts, "2026-09-10")
    assert judged.standing == "expired"
    assert (judged.reasons[0].kind, str(judged.reasons[0].on)) == ("attestation revoked", "2026-09-10")
    assert str(judged.expires_on) == "2026-09-09"


def test_an_attestation_revoked_before_it_took_effect_never_covered_anything():
    facts = contract(attestations=(attested("2026-03-01", revoked="2026-03-01"),))
    assert stands(facts, "2026-02-01").standing == "missing"
    assert stands(facts, "2026-06-01").standing == "missing"


def test_an_attestation_from_a_later_day_leaves_the_days_before_it_missing():
    facts = contract(attestations=(attested("2026-03-15"),))
    assert stands(facts, "2026-03-14").standing == "missing"
    assert stands(facts, "2026-03-15").standing == "current"


def test_the_leap_day_is_a_day_like_any_other():
    facts = contract(terms=(OPEN,), attestations=(attested("2027-03-01", "2028-02-29"),))
    assert stands(facts, "2028-02-29").standing == "expiring"
    assert stands(facts, "2028-03-01").standing == "expired"


def test_a_fact_that_was_replaced_is_passed_over():
    replaced = replace(attested(), replaced_at=RECORDED)
    assert stands(contract(attestations=(replaced,)), "2026-06-01").standing == "missing"
