"""Names of companies: what is one name, what is alike, what is searched."""

import pytest

from tracker.domain.names import LIKELY, folded, likeness, name_key, search_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Payroll, Inc.", "ACME PAYROLL INC"),
        ("The Acme Company", "Acme Co."),
        ("Smith & Sons LLC", "Smith and Sons, L.L.C."),
        ("Piñon Étude Ltd", "PINON ETUDE"),
        ("O'Neil Partners LP", "O\u2019Neil Partners"),
        ("A.B.C. Corp", "ABC Corporation"),
        ("Acme  Payroll", " acme payroll "),
        ("Acme Payroll P.C.", "Acme Payroll"),
        ("Wages Inc d/b/a Paymasters", "Wages dba Paymasters LLC"),
    ],
)
def test_spellings_of_one_company_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Acme Payroll", "Acme Parking"), ("Birch Analytics", "Beech Analytics"), ("Inc", "LLC")]
)
def test_different_companies_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


def test_a_name_of_nothing_but_a_legal_form_keeps_it():
    assert name_key("The Company") == "company"
    assert name_key("Inc.") == "inc"
    assert name_key("...") == ""


@pytest.mark.parametrize("name", ["", " ", "\u0301", "d/b/a", "&&&", "x" * 5000, "\ud800", "株式会社サンプル"])
def test_no_name_is_too_odd(name):
    assert len(name_key(name)) <= 300
    assert 0 <= likeness(name_key(name), name_key(name)) <= 1


def test_a_slip_of_the_pen_is_likely_and_another_company_is_not():
    assert likeness(name_key("Acme Payroll Services"), name_key("Acme Payrol Services Inc")) >= LIKELY
    assert likeness(name_key("Acme Payroll Services"), name_key("Payroll Services Acme")) == 1
    assert likeness(name_key("Acme Payroll"), name_key("Birch Analytics")) < LIKELY
    assert likeness("", "") == 0


def test_searching_looks_through_folded_lines():
    assert search_text("Étoile  GmbH", None, "", "V-1") == "etoile gmbh\nv-1"
    assert folded("ÄÖ ß") == "ao ss"
