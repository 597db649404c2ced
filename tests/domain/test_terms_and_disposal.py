"""Terms, the holes between them, and disposal after the last of them."""

from __future__ import annotations

import pytest

from tests.domain.builders import (
    attested,
    certified,
    contract,
    line,
    stands,
    term,
)
from tracker.domain.catalogue_words import Form

TWO_YEARS = attested("2026-01-01", "2027-12-31", elements=("email", "ssn"))


def test_a_contract_without_a_term_is_never_in_force():
    judged = stands(contract(terms=()), "2026-06-01")
    assert judged.standing == "not in force"
    assert judged.reasons[0].kind == "no term"


def test_a_term_that_ends_before_it_starts_covers_no_day():
    backwards = term("2026-06-01", "2026-05-01")
    assert stands(contract(terms=(backwards,)), "2026-05-15").standing == "not in force"


def test_a_contract_without_start_and_end_is_always_in_force():
    always = contract(terms=(term(None, None),))
    assert stands(always, "1990-01-01").standing == "missing"
    assert stands(always, "2099-01-01").standing == "expired"


@pytest.mark.parametrize(
    ("on", "standing", "because"),
    [
        ("2026-06-30", "expiring", "contract ends"),
        ("2026-07-01", "not in force", "between terms"),
        ("2026-08-31", "not in force", "between terms"),
        ("2026-09-01", "current", None),
        ("2026-12-31", "current", None),
        ("2027-01-01", "current", None),
        ("2027-08-31", "expiring", "contract ends"),
        ("2027-09-01", "disposal due", "over"),
        ("2027-09-10", "disposal due", "over"),
        ("2027-09-11", "disposal overdue", "over"),
    ],
)
def test_a_hole_between_terms_and_a_renewal_without_one(on, standing, because):
    terms = (
        term("2026-01-01", "2026-06-30"),
        term("2026-09-01", "2026-12-31"),
        term("2027-01-01", "2027-08-31", disposal_days=10),
    )
    judged = stands(contract(terms=terms, attestations=(TWO_YEARS,)), on)
    assert judged.standing == standing
    assert (judged.reasons[0].kind if judged.reasons else None) == because


@pytest.mark.parametrize(
    ("certificate", "on", "standing"),
    [
        ("2028-01-15", "2028-01-14", "disposal due"),
        ("2028-01-15", "2028-01-15", "closed"),
        ("2027-06-01", "2027-12-31", "expired"),
        ("2027-06-01", "2028-01-01", "closed"),
        ("2028-05-01", "2028-04-30", "disposal overdue"),
        ("2028-05-01", "2028-05-01", "closed"),
    ],
)
def test_a_certificate_closes_the_contract_but_not_before_its_end(certificate, on, standing):
    assert stands(contract(disposals=(certified(certificate),)), on).standing == standing


def test_what_is_to_be_disposed_of_is_what_was_shared_inside_a_term():
    never = line("ssn", tier=4, since="2028-02-01")
    once = line("bank", tier=3, since="2026-02-01", through="2026-02-01", sensitive=True)
    judged = stands(contract(lines=(line(), never, once)), "2028-01-15")
    assert (judged.tier, judged.elements, judged.sensitive) == (3, 2, True)


@pytest.mark.parametrize("lines", [(), (line(form=Form.ANONYMIZED),), (line(since="2028-01-01"),)])
def test_a_contract_that_let_no_personal_data_go_is_simply_over(lines):
    judged = stands(contract(lines=lines), "2028-01-01")
    assert (judged.standing, judged.reasons[0].kind) == ("not in force", "over")
