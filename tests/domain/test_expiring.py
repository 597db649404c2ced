"""Expiring: current, but not for longer than the notice period, whatever ends it."""

from __future__ import annotations

import pytest

from tests.domain.builders import POLICY, attested, contract, declared, line, stands, term
from tracker.domain.policy import Policy
from tracker.domain.timeline import timeline

UNTIL_MAY = attested("2026-06-01", "2027-05-31")
LONG = attested("2026-01-01", "2029-12-31", elements=("email", "ssn"))


@pytest.mark.parametrize(
    ("on", "standing"),
    [("2027-03-31", "current"), ("2027-04-01", "expiring"), ("2027-05-31", "expiring"), ("2027-06-01", "expired")],
)
def test_with_sixty_days_of_notice_an_expiry_on_may_31_is_near_from_april_1(on, standing):
    assert stands(contract(attestations=(UNTIL_MAY,)), on).standing == standing


def test_without_notice_only_the_last_day_is_expiring():
    policy = Policy(notice_days=0, versions=POLICY.versions)
    facts = contract(attestations=(UNTIL_MAY,))
    assert stands(facts, "2027-05-30", policy).standing == "current"
    assert stands(facts, "2027-05-31", policy).standing == "expiring"


def test_an_attestation_shorter_than_the_notice_is_expiring_from_its_first_day():
    facts = contract(attestations=(attested("2026-06-01", "2026-06-30"),))
    assert stands(facts, "2026-06-01").standing == "expiring"


def test_a_contract_that_stays_covered_for_good_is_never_expiring():
    for_ever = attested("2026-01-01", "9999-12-31")
    facts = contract(terms=(term("2026-01-01", None),), attestations=(for_ever,))
    spans = timeline(facts, POLICY)
    assert [span.standing for span in spans] == ["not in force", "current"]
    assert spans[-1].expires_on is None


def test_a_replacement_that_is_already_accepted_ends_the_expiring():
    following = attested("2027-06-01", "2027-12-31", number=2)
    facts = contract(attestations=(UNTIL_MAY, following))
    judged = stands(facts, "2027-05-31")
    assert (judged.standing, str(judged.expires_on), judged.attestation_id) == ("current", "2027-12-31", 1)
    assert stands(facts, "2027-06-01").attestation_id == 2


@pytest.mark.parametrize(
    ("changes", "last_on", "kind"),
    [
        ({"attestations": (UNTIL_MAY,)}, "2027-05-31", "attestation expires"),
        ({"attestations": (attested(through="2029-12-31", revoked="2027-06-01"),)}, "2027-05-31", "revocation nears"),
        ({"attestations": (LONG,)}, "2027-12-31", "contract ends"),
        ({"attestations": (LONG,), "lines": (line(through="2027-05-31"),)}, "2027-05-31", "sharing ends"),
        (
            {"attestations": (LONG,), "lines": (line(through="2027-05-31"),), "declarations": ()},
            "2027-05-31",
            "declaration ends",
        ),
        (
            {"attestations": (LONG,), "lines": (line(), line("bank", since="2027-06-01"))},
            "2027-05-31",
            "elements added",
        ),
        (
            {
                "attestations": (attested(through="2029-12-31", clauses=("PUR-1", "SAL-1", "SEC-2")),),
                "declarations": (declared(), declared(since="2027-06-01", ai=True)),
            },
            "2027-05-31",
            "clauses added",
        ),
    ],
)
def test_the_reason_says_what_ends_the_coverage(changes, last_on, kind):
    judged = stands(contract(**changes), last_on)
    assert judged.standing == "expiring"
    assert [reason.kind for reason in judged.reasons] == [kind]
    assert str(judged.reasons[0].on) == str(judged.expires_on) == last_on


def test_of_two_attestations_the_one_whose_loss_matters_is_named():
    only_ssn = attested("2026-01-01", "2027-05-31", elements=("ssn",), number=2)
    both = contract(
        attestations=(attested(through="2027-12-31"), only_ssn),
        lines=(line(), line("ssn")),
    )
    assert stands(both, "2027-05-31").reasons[0].attestation_id == 2


def test_an_element_added_on_the_day_after_the_expiry_is_named_beside_it():
    facts = contract(attestations=(UNTIL_MAY,), lines=(line(), line("bank", since="2027-06-01")))
    kinds = [reason.kind for reason in stands(facts, "2027-05-31").reasons]
    assert kinds == ["attestation expires", "elements added"]
