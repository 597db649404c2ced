"""The contracts grid as its visitors see it."""

import pytest


def test_the_grid_lists_both_contracts_with_their_vendors_and_standings(visitors, cast):
    page = visitors.person(cast.pia).get("/contracts").text
    assert "C-2291" in page
    assert "Birch Analytics LLC" in page
    assert "undeclared" in page
    assert "2 contracts, as of November 23, 2026" in page


def test_a_manager_of_the_library_sees_nothing_of_the_police(visitors, cast):
    page = visitors.person(cast.max).get("/contracts").text
    assert "C-2291" in page
    assert "C-3300" not in page
    assert "Police" not in page
    assert "1 contract, as of" in page


@pytest.mark.parametrize("query", ["q=camera", "q=birch+c-33", "q=V-200", f"department={2}", "sort=-number&q=3300"])
def test_search_and_filters_narrow_the_list(visitors, cast, query):
    page = visitors.person(cast.pia).get(f"/contracts?{query}").text
    assert "C-3300" in page
    assert "C-2291" not in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%ED%A0%80", "q=%27%3B+DROP+TABLE+contract", "q=%22", "q=%25", "q=a%22+OR+%22b", "q=ab",
        "sort=number%3B+DROP", "sort=-", "page=0", "page=-1", "page=99999999999999999999", "page=7", "page=x",
        "department=99999999999999", "department=x&tier=9", "on=2027-13-01", "on=0001-01-01", "on=9999-12-31",
        "on=0001-01-01&runs_out=3000", "on=9999-12-31&runs_out=90", "runs_out=-1", "standing=purple", "stage=",
        "columns=hacked", "columns=amount,tier", "columns=amount&columns=days_left", "owner=%D9%A3", "on=", "q=" + "x" * 5000,
    ],
)  # fmt: skip
def test_no_address_breaks_the_grid(visitors, cast, query):
    assert visitors.person(cast.pia).get(f"/contracts?{query}").status_code == 200
