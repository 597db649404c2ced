"""Who signed, compared with who the vendor is."""

import pytest

from tracker.domain.identity import KnownPerson, KnownVendor, Likeness, compare, of_document
from tracker.domain.person_names import same_person

ACME = KnownVendor(
    ("Acme Payroll, Inc.", "QuickPay"),
    (KnownPerson("Cora Chen", "cora@acme.example"), KnownPerson("José Núñez-García", "jose@acme.example")),
    "Mei Wong",
)
BIRCH = KnownVendor(("Birch Analytics LLC",), (KnownPerson("Ben Birch", "ben@birch.example"),))


def signed(signer="", organization="", email="", kind="person"):
    return {"signer": signer, "organization": organization, "email": email, "kind": kind}


def compared(vendor, signature):
    found = compare(vendor, signature)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cora Chen", "CHEN, Cora"),
        ("C. Chen", "Cora Chen"),
        ("Cora L. Chen", "Cora Chen"),
        ("Dr. Cora Chen, CPA", "Cora Chen"),
        ("Jose Nunez Garcia", "José Núñez-García"),
        ("Mei-Ling Chen", "Chen Meiling"),
        ("O'Brien Pat", "Pat OBrien"),
        ("Cora Wong Chen", "Cora Chen"),
    ],
)
def test_one_person_written_in_two_ways_is_one_person(one, other):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cora Chen", "Mei Chen"),
        ("Cora Chen", "Cora Birch"),
        ("Chen", "Cora Chen"),
        ("C. C.", "Cora Chen"),
        ("", "Cora Chen"),
        ("D. Chen", "Cora Chen"),
        ("Cora Chen", "Cora Сhen"),  # noqa: RUF001  # a Cyrillic letter
    ],
)
def test_two_people_are_not_one(one, other):
    assert not same_person(one, other)


def test_a_contact_matches_by_name_and_by_address_whatever_the_name_says():
    assert compared(ACME, signed("Chen, Cora")).signer.likeness is Likeness.MATCH
    assert "answer names Mei Wong" in compared(ACME, signed("Cora Chen")).signer.sentence
    found = compared(ACME, signed("C Ch", "", "CORA@acme.example"))
    assert found.signer.likeness is Likeness.MATCH
    assert compared(BIRCH, signed("Cora Chen", "", "cora@acme.example")).signer.likeness is Likeness.UNLIKE


def test_the_named_signer_who_is_no_contact_is_unknown_and_a_stranger_unlike():
    assert compared(ACME, signed("Mei Wong")).signer.likeness is Likeness.UNKNOWN
    assert compared(ACME, signed("Sam Stranger")).signer.likeness is Likeness.UNLIKE
    for name in ("", "mchen", "陈美 王"):
        assert compared(ACME, signed(name)).signer.likeness is Likeness.UNKNOWN


@pytest.mark.parametrize(
    ("organization", "expected"),
    [
        ("ACME Payroll LLC", Likeness.MATCH),
        ("Quickpay Inc", Likeness.MATCH),
        ("Birch Analytics LLC", Likeness.UNLIKE),
        ("Acme Payrol, Inc.", Likeness.UNLIKE),
        ("", Likeness.UNKNOWN),
    ],
)
def test_organizations_are_compared_without_legal_forms_and_look_alikes_do_not_pass(organization, expected):
    assert compared(ACME, signed("", organization)).organization.likeness is expected


def test_a_look_alike_is_said_to_be_one():
    assert "named like Acme Payroll" in compared(ACME, signed("", "Acme Payrol, Inc.")).organization.sentence


def test_a_trusted_certificate_of_another_company_is_unlike_even_when_the_contact_signed():
    found = compared(ACME, signed("Cora Chen", "Birch Analytics LLC"))
    assert (found.signer.likeness, found.likeness) == (Likeness.MATCH, Likeness.UNLIKE)


def test_a_seal_with_the_companys_name_alone_matches_the_company():
    found = compared(ACME, signed("Acme Payroll Inc"))
    assert (found.signer.likeness, found.organization.likeness) == (Likeness.UNKNOWN, Likeness.MATCH)


def test_the_seal_of_a_platform_says_nothing_of_the_signer_and_the_city_is_not_compared():
    found = compared(ACME, signed("DocuSign, Inc.", "DocuSign, Inc.", kind="platform seal"))
    assert found.likeness is Likeness.UNKNOWN
    assert "not the signer's;" in found.signer.sentence
    assert compare(ACME, signed("City", kind="city counter-signature")) is None


def test_of_two_signatures_one_that_fits_is_enough():
    fits, stranger = compare(ACME, signed("Cora Chen")), compare(ACME, signed("Sam Stranger"))
    assert of_document([stranger, fits, None]) is Likeness.MATCH
    assert of_document([stranger, None]) is Likeness.UNLIKE
    assert of_document([None]) is Likeness.UNKNOWN
