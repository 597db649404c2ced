"""Invented vendors are sound: the stored standings equal the timeline, and the same seed gives the same city."""

import pytest
from sqlalchemy import func, select

from tests.cast import rows
from tracker.models.attestation import Attestation
from tracker.models.contract import Contract
from tracker.models.department import Department
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor
from tracker.services import invented_vendors, timeline_upkeep
from tracker.services.invented_words import vendor_name


@pytest.fixture
def invent(work):
    """Add vendors, committing as the command does."""

    def add(number):
        for _ in invented_vendors.add(work, number):
            work.session.commit()

    return add


def test_invented_standings_equal_the_timeline_beside_a_city_that_is_there(invent, session, cast):
    invent(30)
    ids = list(session.scalars(select(Contract.id)))
    assert len(ids) == 92
    assert timeline_upkeep.check(session, ids) == []
    assert timeline_upkeep.check_tallies(session) == []


def test_a_contract_has_three_or_four_attestations_and_the_city_many_standings(invent, session):
    invent(40)
    number = session.scalar(select(func.count()).select_from(Attestation))
    assert 3 * 120 < number < 3.7 * 120
    assert len(set(session.scalars(select(StandingSpan.standing)))) >= 8


def test_more_can_be_added_and_rows_go_on_being_made_after_them(invent, session):
    invent(2)
    invent(2)
    assert len({vendor.number for vendor in rows(session, Vendor)}) == 4
    session.add(
        Vendor(name="Acme", name_key="acme", search_text="acme", created_at=rows(session, Vendor)[0].created_at)
    )
    session.add(Department(name="Archives"))
    session.commit()
    assert len(rows(session, Vendor)) == 5


def test_no_two_invented_vendors_have_one_name():
    assert len({vendor_name(index) for index in range(20_000)}) == 20_000
