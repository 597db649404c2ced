"""Applicability: which clauses apply to which contracts, and policy's versions on a day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.builders import POLICY_2, VERSION_1, clause
from tracker.domain.applicability import Rule, applicable, applies, why
from tracker.domain.policy import Policy, RequirementVersion

BASIC = ("PUR-1", "SAL-1")


@pytest.mark.parametrize(
    ("tier", "ai", "protocol", "codes"),
    [
        (None, False, False, BASIC),
        (1, False, False, BASIC),
        (2, False, False, (*BASIC, "SEC-2")),
        (3, False, False, (*BASIC, "SEC-2", "SEC-3")),
        (4, False, False, (*BASIC, "SEC-2", "SEC-3", "SEC-4")),
        (1, True, False, (*BASIC, "AI-1")),
        (1, False, True, (*BASIC, "PUR-2")),
        (4, True, True, (*BASIC, "SEC-2", "SEC-3", "SEC-4", "AI-1", "PUR-2")),
    ],
)
def test_tier_ai_and_protocol_decide_which_clauses_apply(tier, ai, protocol, codes):
    assert applicable(VERSION_1, tier, ai, protocol) == codes


@pytest.mark.parametrize("text", ["all", "tier>=2", "tier>=12", "protocol named", "uses ai"])
def test_a_rule_is_written_as_it_is_read(text):
    assert str(Rule.parse(text)) == text


@pytest.mark.parametrize("text", ["Tier >= 3", "  tier>=3 ", "tier  >=  3"])
def test_a_rule_may_be_written_with_spaces_and_capitals(text):
    assert Rule.parse(text) == Rule.parse("tier>=3")


@pytest.mark.parametrize("text", ["", "tier", "tier>=0", "tier>=-1", "tier>3", "tier>=٣", "never", "all all"])
def test_what_is_not_a_rule_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="is not a rule: write all"):
        Rule.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("all", "because it applies to every contract that shares personal data"),
        ("tier>=4", "because of data of tier 4 or higher"),
        ("protocol named", "because the contract names a data usage protocol"),
        ("uses ai", "because AI is used"),
    ],
)
def test_why_a_clause_applies_is_said_in_plain_words(text, words):
    assert why(Rule.parse(text)) == words


def test_a_tier_rule_does_not_apply_without_a_tier():
    assert not applies(Rule.parse("tier>=1"), None, uses_ai=True, protocol_named=True)


@pytest.mark.parametrize(
    ("on", "number"),
    [(date(2019, 12, 31), None), (date(2020, 1, 1), 1), (date(2027, 2, 28), 1), (date(2027, 3, 1), 2)],
)
def test_the_version_in_force_is_the_one_that_took_effect_last(on, number):
    version = POLICY_2.version_on(on)
    assert (version.number if version else None) == number


def test_a_version_is_superseded_by_the_next_number_that_exists():
    policy = Policy(
        versions=tuple(
            RequirementVersion(number, date(2020 + number, 1, 1), 31, (clause("A"),)) for number in (5, 1, 3)
        ),
    )
    assert policy.superseded_on(1) == date(2023, 2, 1)
    assert policy.superseded_on(2) == date(2023, 2, 1)
    assert policy.superseded_on(3) == date(2025, 2, 1)
    assert policy.superseded_on(5) is None
    assert policy.superseded_on(6) is None


def test_terms_of_attestations_are_a_year_unless_policy_says_otherwise():
    assert Policy().months_for(4) == 12
    policy = Policy(term_months={4: 6, None: 24})
    assert (policy.months_for(4), policy.months_for(2), policy.months_for(None)) == (6, 24, 24)
