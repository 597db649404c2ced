"""The gap on the contract page for any day, and on the overview as a number that links to its rows."""

from datetime import date

import pytest

from tests.attested import attest, share
from tests.submitted import declare


@pytest.fixture
def gap(work, cast):
    """Payroll shares a home address and a bank account beside the attested name; cameras only the name."""
    for contract in (cast.payroll, cast.cameras):
        share(work, contract)
        attest(work, contract, cast.oscar, date(2027, 1, 14))
    declare(work, cast.payroll, ("full-name", "home-address", "bank-account"))
    work.session.commit()


def test_the_contract_page_shows_what_is_attested_and_what_is_shared(visitors, cast, gap):
    page = visitors.person(cast.pia).get(f"/contracts/{cast.payroll}").text
    assert "2 elements are shared and not attested." in page
    assert "since January 1, 2026" in page
    assert "2 elements" not in visitors.person(cast.pia).get(f"/contracts/{cast.cameras}").text


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-01-14", "no attestation is in force."),
        ("2027-01-14", "2 elements are shared and not attested."),
        ("2027-06-01", "no attestation is in force."),
    ],
)
def test_the_gap_is_shown_as_of_past_and_future_days(visitors, cast, gap, on, said):
    assert said in visitors.person(cast.pia).get(f"/contracts/{cast.payroll}?on={on}").text


def test_the_overview_counts_contracts_and_elements_and_links_to_their_rows(visitors, cast, gap):
    client = visitors.person(cast.pia)
    page = client.get("/overview").text
    assert "1 contract with a gap" in page
    assert "2 elements are shared and not attested" in page
    rows = client.get("/contracts?standing=gap").text
    assert "C-2291" in rows
    assert "C-3300" not in rows


def test_the_overview_of_another_department_counts_none_of_it(visitors, work, cast, gap):
    declare(work, cast.cameras, ("full-name", "home-address", "bank-account", "passport"))
    work.session.commit()
    page = visitors.person(cast.max).get("/overview").text
    assert "1 contract with a gap" in page
    assert "2 elements are shared and not attested" in page


def test_the_gaps_can_be_taken_away_as_a_file(visitors, cast, gap):
    answer = visitors.person(cast.pia).get("/exports/gaps?format=csv&standing=gap")
    assert answer.mimetype == "text/csv"
    assert "C-2291" in answer.text
    assert "Bank account" in answer.text
