"""Sentences that pages, letters and workbooks show."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from tests.domain.builders import (
    ALL,
    CODES,
    POLICY,
    POLICY_2,
    attested,
    certified,
    contract,
    day,
    declared,
    line,
    step,
    term,
    waiver,
)
from tests.domain.strategies import facts, policies
from tracker.domain.catalogue_words import Form
from tracker.domain.timeline import span_on, standing_since, timeline
from tracker.domain.wording import day_words, next_action, standing_sentence

NAMES = {"email": "e-mail address", "bank": "bank account", "ssn": "Social Security number"}
LONG = attested(through="2027-12-31")
OPEN = (term("2026-01-01", None),)


def sentence(contract, on, policy=POLICY):
    spans = timeline(contract, policy)
    return standing_sentence(span_on(spans, day(on)), standing_since(spans, day(on)), NAMES)


def action(contract, on, due_on=None):
    return next_action(span_on(timeline(contract, POLICY), day(on)), due_on)


@pytest.mark.parametrize(
    ("changes", "on", "words"),
    [
        ({"terms": ()}, "2026-06-01", "Not in force: the contract has no term yet."),
        ({}, "2025-06-01", "Not in force: the contract starts on January 1, 2026."),
        (
            {"terms": (term("2026-01-01", "2026-03-31"), term("2026-06-01", "2026-12-31"))},
            "2026-04-15",
            "Not in force since April 1, 2026: the next term starts on June 1, 2026.",
        ),
        ({"lines": ()}, "2028-06-01", "Not in force since January 1, 2028: the contract ended on December 31, 2027."),
        (
            {"lines": (), "declarations": (declared("no personal data"),)},
            "2026-06-01",
            "Not required since January 1, 2026: the city declared that no personal data goes.",
        ),
        (
            {"lines": (line(form=Form.ANONYMIZED),)},
            "2026-06-01",
            "Not required since January 1, 2026: e-mail address goes only anonymized or aggregated.",
        ),
        (
            {"lines": ()},
            "2026-06-01",
            "Not required since January 1, 2026: the data schedule lets nothing go at this time.",
        ),
        ({}, "2026-06-01", "Current since January 1, 2026: everything is covered through December 31, 2026."),
        (
            {},
            "2026-12-01",
            (
                "Expiring since November 1, 2026: everything is covered through December 31, 2026;"
                " then the attestation expires."
            ),
        ),
        (
            {"attestations": (LONG,), "lines": (line(), line("bank", since="2026-11-03"))},
            "2026-11-30",
            "Gap since November 3, 2026: bank account is shared, but the attestation does not name it.",
        ),
        (
            {"attestations": (LONG,), "lines": (line(), line("bank", since="2026-11-03"))},
            "2026-11-01",
            (
                "Expiring since September 3, 2026: everything is covered through November 2, 2026;"
                " then bank account is shared, which the attestation does not name."
            ),
        ),
        (
            {"attestations": (LONG,), "lines": (line(), line("bank"), line("ssn"))},
            "2026-11-01",
            (
                "Gap since January 1, 2026: Social Security number and bank account are shared,"
                " but the attestation does not name them."
            ),
        ),
        (
            {"attestations": (attested(clauses=ALL),)},
            "2026-06-01",
            "Gap since January 1, 2026: clause SEC-2 applies, but the attestation does not agree to it.",
        ),
        (
            {
                "attestations": (LONG,),
                "lines": (line("bank"),),
                "waivers": (waiver("2026-03-01", "2026-04-30", ("bank",)),),
            },
            "2026-03-01",
            "Waived since March 1, 2026: bank account is excused through April 30, 2026.",
        ),
        ({}, "2027-02-01", "Expired since January 1, 2027: the attestation was good through December 31, 2026."),
        (
            {"attestations": (attested(revoked="2026-05-05"),)},
            "2026-06-01",
            "Expired since May 5, 2026: the attestation was revoked on May 5, 2026.",
        ),
        (
            {"attestations": (), "waivers": (waiver("2026-03-01", "2026-04-30", ("email",), ALL),)},
            "2026-03-01",
            (
                "Missing since January 1, 2026: personal data is shared, and no attestation has ever been"
                " in force; not waived: SEC-2."
            ),
        ),
        (
            {"lines": (), "declarations": ()},
            "2026-03-01",
            "Undeclared since January 1, 2026: nobody has said which personal data this contract lets go.",
        ),
        (
            {},
            "2028-01-05",
            (
                "Disposal due since January 1, 2028: the contract ended on December 31, 2027;"
                " the vendor must certify by February 29, 2028 that the data was returned or destroyed."
            ),
        ),
        (
            {"disposals": (certified("2028-01-15"),)},
            "2028-02-05",
            (
                "Closed since January 15, 2028: the contract ended on December 31, 2027;"
                " the vendor certified on January 15, 2028 that the data was returned or destroyed."
            ),
        ),
    ],
)
def test_one_sentence_says_how_a_contract_stands_since_when_and_why(changes, on, words):
    assert sentence(contract(**changes), on) == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (
            "2027-05-01",
            (
                "Expiring since March 30, 2027: everything is covered through May 29, 2027;"
                " then version 1 of the requirements does not count any more."
            ),
        ),
        (
            "2027-06-01",
            "Outdated since May 30, 2027: version 1 of the requirements has not counted since May 30, 2027.",
        ),
    ],
)
def test_an_outdated_version_is_named(on, words):
    assert sentence(contract(terms=OPEN, attestations=(LONG,)), on, POLICY_2) == words


def test_an_element_that_only_the_outdated_attestation_names_is_named():
    new = attested("2027-04-01", "2028-12-31", clauses={*CODES, "LOC-1"}, version=2, number=2)
    old = attested(through="2027-12-31", elements=("email", "bank"))
    facts = contract(terms=OPEN, lines=(line(), line("bank")), attestations=(old, new))
    assert sentence(facts, "2027-06-01", POLICY_2) == (
        "Outdated since May 30, 2027: version 1 of the requirements has not counted since May 30, 2027,"
        " and only an attestation to it names bank account."
    )


@pytest.mark.parametrize(
    ("changes", "on", "words"),
    [
        (
            {"declarations": (), "lines": ()},
            "2026-06-01",
            "Procurement declares which personal data this contract lets go.",
        ),
        ({}, "2027-02-01", "Procurement requests an attestation."),
        ({"steps": (step("sent", "2026-10-01"),)}, "2026-11-02", "The vendor answers by November 30, 2026."),
        ({"steps": (step("submitted", "2026-10-01"),)}, "2026-11-02", "A privacy officer reviews the answer."),
        (
            {"steps": (step("returned", "2026-10-01"),)},
            "2026-11-02",
            "The vendor corrects its answer by November 30, 2026.",
        ),
        (
            {},
            "2028-01-05",
            "The vendor certifies by February 29, 2028 that the data was returned or destroyed.",
        ),
        ({}, "2026-06-01", "Nobody has to act."),
        ({}, "2025-06-01", "Nobody has to act yet."),
        ({"attestations": (LONG,)}, "2027-12-01", "Nobody has to act, unless the contract is renewed."),
    ],
)
def test_one_sentence_says_who_acts_next(changes, on, words):
    assert action(contract(**changes), on, date(2026, 11, 30)) == words


def test_without_a_due_day_the_vendor_simply_answers():
    assert action(contract(steps=(step("sent", "2026-10-01"),)), "2026-11-02") == "The vendor answers."


def test_a_standing_that_has_always_been_has_no_since():
    span = span_on(timeline(contract(), POLICY), date(2026, 6, 1))
    assert standing_sentence(span) == "Current: everything is covered through December 31, 2026."


@settings(derandomize=True, database=None, deadline=None, max_examples=80)
@given(facts, policies())
def test_every_span_of_every_contract_can_be_said(contract, policy):
    for span in timeline(contract, policy):
        for words in (standing_sentence(span), next_action(span)):
            assert words.endswith(".")
            assert "None" not in words
            assert "  " not in words


@pytest.mark.parametrize(("on", "words"), [(date(2027, 5, 31), "May 31, 2027"), (date(2026, 1, 2), "January 2, 2026")])
def test_days_are_written_as_people_do(on, words):
    assert day_words(on) == words
