"""One question for the screen, the workbook and deeds on many contracts."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from tracker.domain.days import FIRST_DAY, LAST_DAY
from tracker.domain.roles import Role
from tracker.domain.stages import Stage
from tracker.domain.standings import Standing
from tracker.models.contract import Contract
from tracker.models.vendor import Vendor
from tracker.queries import contracts_grid, standing, vendors_grid
from tracker.queries.contract_columns import SORTS
from tracker.queries.contracts_grid import GridQuery
from tracker.queries.scope import Viewer
from tracker.queries.vendors_grid import VendorsQuery
from tracker.services.contracts import NewContract, create

DAY = date(2026, 11, 23)
ALL = GridQuery(on=DAY)


@pytest.fixture
def pia(cast):
    return Viewer(cast.pia, "Pia", "pia@city.example", frozenset({Role.PROCUREMENT}))


@pytest.fixture
def max_(cast):
    return Viewer(cast.max, "Max", "max@city.example", frozenset({Role.MANAGER}), frozenset({cast.library}))


@pytest.fixture
def more(work, cast):
    """Two more contracts of Acme's: one for the police without an owner, one that is long over."""
    made = [
        create(work, NewContract("C-4000", "Shift wages", cast.acme, cast.police, None, date(2026, 3, 1), None)),
        create(
            work,
            NewContract("C-1000", "Old wages", cast.acme, cast.library, cast.pia, date(2019, 1, 1), date(2019, 12, 31)),
        ),
    ]
    work.session.commit()
    return [contract.id for contract in made]


def numbers(session, viewer, query, **changes):
    return [row.number for row in contracts_grid.rows(session, viewer, replace(query, **changes), 50)]


def test_every_order_gives_every_contract_once_both_ways(session, pia, more):
    for key in SORTS:
        forward, backward = (numbers(session, pia, ALL, sort=sort) for sort in (key, f"-{key}"))
        assert sorted(forward) == sorted(backward) == ["C-1000", "C-2291", "C-3300", "C-4000"], key


def test_pages_follow_each_other_without_gap_or_overlap(session, pia, more):
    for sort in ("department", "-standing", "owner"):
        pages = [
            [row.id for row in contracts_grid.rows(session, pia, GridQuery(on=DAY, sort=sort, offset=at), 1)]
            for at in range(4)
        ]
        assert len({number for page in pages for number in page}) == 4, sort


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": "wages"}, ["C-1000", "C-4000"]),
        ({"text": "acme c-22"}, ["C-2291"]),
        ({"text": "ACMÉ"}, ["C-1000", "C-2291", "C-4000"]),
        ({"text": "c-"}, ["C-1000", "C-2291", "C-3300", "C-4000"]),
        ({"text": "%"}, []),
        ({"text": "_"}, []),
        ({"standings": (Standing.UNDECLARED,)}, ["C-2291", "C-3300", "C-4000"]),
        ({"standings": (Standing.NOT_IN_FORCE, Standing.GAP)}, ["C-1000"]),
        ({"standings": (Standing.UNDECLARED,), "text": "camera"}, ["C-3300"]),
        ({"stages": (Stage.CITY_DECLARES,), "mine": True}, ["C-2291", "C-3300"]),
        ({"tiers": (4,)}, []),
        ({"standings": (Standing.EXPIRING,), "sort": "expires"}, []),
        ({"standings": (Standing.UNDECLARED, Standing.MISSING), "owners": (999,)}, []),
        ({"runs_out_days": 90}, []),
        ({"sensitive": True}, []),
        ({"on": date(2030, 1, 1), "standings": (Standing.UNDECLARED,)}, ["C-4000"]),
        ({"on": FIRST_DAY, "standings": (Standing.UNDECLARED,)}, []),
        ({"on": LAST_DAY, "standings": (Standing.NOT_IN_FORCE,)}, ["C-1000", "C-2291", "C-3300"]),
    ],
)
def test_filters_count_and_ids_agree(session, pia, more, changes, expected):
    query = replace(ALL, **changes)
    assert numbers(session, pia, query) == expected
    assert contracts_grid.count(session, pia, query) == len(expected)
    assert len(contracts_grid.ids(session, pia, query)) == len(expected)
    assert [row.number for row in contracts_grid.rows(session, pia, query)] == expected


def test_scope_holds_in_rows_counts_ids_and_searches(session, max_, more, cast):
    assert numbers(session, max_, ALL) == ["C-1000", "C-2291"]
    for changes in ({}, {"text": "wages"}, {"departments": (cast.police,)}, {"contract_ids": (cast.cameras,)}):
        query = replace(ALL, **changes)
        found = numbers(session, max_, query)
        assert contracts_grid.count(session, max_, query) == len(found)
        assert len(contracts_grid.ids(session, max_, query)) == len(found)
        assert not {"C-3300", "C-4000"} & set(found)
    assert sum(standing.on_day(session, max_, DAY).values()) == 2
    assert {department for department, _ in standing.by_department(session, max_, DAY)} == {cast.library}


def test_a_vendor_shows_what_the_viewer_may_see_of_its_contracts(session, pia, max_, more):
    wide = {row.name: row for row in vendors_grid.rows(session, pia, VendorsQuery(on=DAY), 50)}
    narrow = {row.name: row for row in vendors_grid.rows(session, max_, VendorsQuery(on=DAY), 50)}
    assert (wide["Acme Payroll, Inc."].contracts, wide["Acme Payroll, Inc."].in_force) == (3, 2)
    assert list(narrow) == ["Acme Payroll, Inc."]
    assert (narrow["Acme Payroll, Inc."].contracts, narrow["Acme Payroll, Inc."].in_force) == (2, 1)
    assert vendors_grid.count(session, max_, VendorsQuery(on=DAY)) == 1


def test_vendors_are_filtered_by_their_worst_standing_and_by_having_contracts(session, work, pia, more):
    session.add(Vendor(name="Cedar Cloud", name_key="cedar cloud", search_text="cedar cloud", created_at=work.now))
    session.commit()

    def named(**changes):
        query = VendorsQuery(on=DAY, **changes)
        found = [row.name for row in vendors_grid.rows(session, pia, query, 50)]
        assert vendors_grid.count(session, pia, query) == len(found)
        return found

    assert named(standings=(Standing.UNDECLARED,)) == ["Acme Payroll, Inc.", "Birch Analytics LLC"]
    assert named(standings=(Standing.NOT_IN_FORCE,)) == []
    assert named(contracts="without") == ["Cedar Cloud"]
    assert named(contracts="with", sort="-name") == ["Birch Analytics LLC", "Acme Payroll, Inc."]
    assert named(sort="-contracts")[0] == "Acme Payroll, Inc."
    assert named(sort="standing")[0] == "Cedar Cloud"


def test_an_index_of_names_follows_every_change(session, work, pia, cast):
    contract = session.get(Contract, cast.payroll)
    contract.search_text = "c-2291\nlibrary wages"
    session.commit()
    assert numbers(session, pia, ALL, text="wages") == ["C-2291"]
    assert numbers(session, pia, ALL, text="processing") == []
    vendor = session.get(Vendor, cast.acme)
    vendor.search_text = "zenith"
    session.commit()
    assert numbers(session, pia, ALL, text="acme") == []
    assert numbers(session, pia, ALL, text="enit") == ["C-2291"]


@pytest.mark.parametrize(
    "address", ["/contracts", "/contracts?q=acme&sort=-until&page=2", "/vendors", "/vendors?q=acme"]
)
def test_a_list_asks_at_most_five_questions_besides_the_session_s(app, visitors, cast, session, address):
    client = visitors.person(cast.pia)
    client.get(address)
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    own = [sql for sql in asked if sql.lstrip().startswith("SELECT") and "sign_in" not in sql]
    assert len(own) <= 5, own
