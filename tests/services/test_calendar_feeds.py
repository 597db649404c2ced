"""Calendar feeds: what stands in them, that events keep their identity, and who may read them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.attested import attest, share
from tests.cast import rows
from tests.moments import MONDAY
from tests.reading_ics import read
from tests.submitted import ask
from tracker.domain.feed_words import FeedKind
from tracker.models.calendar_feed import CalendarFeed
from tracker.models.contract import Contract
from tracker.models.event import Event
from tracker.models.request import Request
from tracker.queries import calendar_feeds as queries
from tracker.queries import people
from tracker.queries.calendar_feed import due_days
from tracker.services import calendar_feeds
from tracker.services.calendar_feeds import NewFeed
from tracker.services.rules import NotAllowed, RuleBroken


@pytest.fixture
def pia(cast, acting):
    return acting(cast.pia, "Pia Procurement")


@pytest.fixture
def covered(work, cast):
    for number in (cast.payroll, cast.cameras):
        share(work, number)
    attest(work, cast.payroll, cast.oscar, MONDAY + timedelta(days=14))
    attest(work, cast.cameras, cast.oscar, date(2027, 6, 30))
    work.session.commit()
    return cast


def scope(work, person, kind, subject):
    maker = people.viewer(work.session, person)
    assert maker is not None
    return queries.scope_for_staff(work.session, maker, kind, subject)


def days(work, person, kind, subject, today=MONDAY):
    found = due_days(work.session, scope(work, person, kind, subject), today)
    return [(str(due.kind), due.on_day) for due in found]


def feed(work, kind, subject):
    made = calendar_feeds.create(work, NewFeed(kind, subject))
    work.session.commit()
    return made


def events_of(work, made, person):
    data = calendar_feeds.as_ics(work, made, scope(work, person, FeedKind(made.kind), made.subject_id))
    calendar = read(data)
    return {event.values["UID"]: event.values for event in calendar.inside}


def test_a_feed_tells_the_last_days_of_coverage_and_contract(work, covered):
    expected = [("expiry", MONDAY + timedelta(days=14)), ("end", date(2027, 12, 31))]
    for kind, subject in ((FeedKind.DEPARTMENT, covered.library), (FeedKind.VENDOR, covered.acme)):
        assert days(work, covered.oscar, kind, subject) == expected[:1]
        assert days(work, covered.oscar, kind, subject, date(2026, 12, 1)) == expected
    assert days(work, covered.pia, FeedKind.OWNER, covered.pia)[1] == ("expiry", date(2027, 6, 30))


def test_what_ran_out_stays_for_thirty_days_and_what_is_renewed_moves(work, covered):
    after = MONDAY + timedelta(days=30)
    assert days(work, covered.oscar, FeedKind.VENDOR, covered.acme, after)[0] == ("expiry", MONDAY + timedelta(14))
    later = MONDAY + timedelta(days=45)
    assert [kind for kind, _ in days(work, covered.oscar, FeedKind.VENDOR, covered.acme, later)] == ["end"]
    attest(work, covered.payroll, covered.oscar, date(2027, 11, 30), since=MONDAY)
    found = days(work, covered.oscar, FeedKind.VENDOR, covered.acme, after)
    assert found == [("expiry", date(2027, 11, 30)), ("end", date(2027, 12, 31))]


def test_an_event_keeps_its_identity_and_counts_up_when_its_day_moves(pia, work, covered):
    made = feed(pia, FeedKind.VENDOR, covered.acme)
    before = events_of(pia, made, covered.pia)["expiry-contract-1@localhost"]
    attest(work, covered.payroll, covered.oscar, MONDAY + timedelta(days=200), since=MONDAY)
    share(pia, covered.payroll)
    after = events_of(pia, made, covered.pia)["expiry-contract-1@localhost"]
    assert before["DTSTART;VALUE=DATE"] == "20261207"
    assert before["DTEND;VALUE=DATE"] == "20261208"
    assert after["DTSTART;VALUE=DATE"] == "20270611"
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["LAST-MODIFIED"] >= before["LAST-MODIFIED"]


def test_the_same_facts_give_the_same_bytes(pia, covered, moments):
    made = feed(pia, FeedKind.OWNER, covered.pia)
    told = scope(pia, covered.pia, FeedKind.OWNER, covered.pia)
    first = calendar_feeds.as_ics(pia, made, told)
    moments.travel(minutes=300)
    assert calendar_feeds.as_ics(pia, made, told) == first


def test_an_event_says_what_is_due_in_words_and_links_to_its_page(pia, covered):
    made = feed(pia, FeedKind.VENDOR, covered.acme)
    event = events_of(pia, made, covered.pia)["expiry-contract-1@localhost"]
    assert event["SUMMARY"] == "Attestation expires: Payroll processing (C-2291), Acme Payroll, Inc."
    assert event["DESCRIPTION"].startswith("The attestation is good through December 7, 2026.")
    assert event["URL"] == f"http://localhost/contracts/{covered.payroll}"


def test_an_open_request_is_due_until_it_is_answered(pia, work, covered):
    request = ask(pia, covered.acme, covered.cora, covered.payroll)
    work.session.commit()
    due_on = work.session.get_one(Request, request.id).due_on
    assert ("request", due_on) in days(work, covered.oscar, FeedKind.VENDOR, covered.acme)
    assert ("request", due_on) not in days(work, covered.oscar, FeedKind.VENDOR, covered.birch)


def test_the_disposal_of_data_is_due_after_the_end_and_known_before(work, covered):
    found = days(work, covered.oscar, FeedKind.VENDOR, covered.acme, date(2027, 11, 1))
    assert ("disposal", date(2028, 2, 29)) in found


def test_the_address_opens_one_feed_until_it_is_withdrawn(pia, settings, work, covered):
    made = feed(pia, FeedKind.VENDOR, covered.acme)
    other = feed(pia, FeedKind.VENDOR, covered.birch)
    address = calendar_feeds.address(settings, made)
    token = address.removeprefix("http://localhost/calendar/").removesuffix(".ics")
    assert calendar_feeds.read(settings, work.session, token) == made
    for forged in (token[:-1], token + "x", "x", "", "x" * 500, token.swapcase()):
        assert calendar_feeds.read(settings, work.session, forged) is None
    calendar_feeds.withdraw(pia, made)
    assert calendar_feeds.read(settings, work.session, token) is None
    assert [row.id for row in queries.of_person(work.session, covered.pia)] == [other.id]
    again = feed(pia, FeedKind.VENDOR, covered.acme)
    assert calendar_feeds.address(settings, again) != address
    assert {"feed:made", "feed:withdrawn"} <= set(work.session.scalars(select(Event.action)))


def test_making_the_same_feed_twice_gives_the_one_there_is(pia, work, covered):
    assert feed(pia, FeedKind.VENDOR, covered.acme).id == feed(pia, FeedKind.VENDOR, covered.acme).id
    assert len(rows(work.session, CalendarFeed)) == 1


def test_nobody_follows_what_that_one_may_not_see(acting, cast):
    max_, ada, cora = acting(cast.max), acting(cast.ada), acting(cast.cora, kind="contact")
    for actor, kind, subject in (
        (max_, FeedKind.DEPARTMENT, cast.police), (max_, FeedKind.VENDOR, cast.birch), (ada, FeedKind.OWNER, cast.pia),
        (cora, FeedKind.VENDOR, cast.birch), (cora, FeedKind.DEPARTMENT, cast.library),
        (cora, FeedKind.OWNER, cast.pia),
        (max_, FeedKind.VENDOR, 99_999), (max_, FeedKind.DEPARTMENT, 99_999),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            calendar_feeds.create(actor, NewFeed(kind, subject))
    assert feed(max_, FeedKind.OWNER, cast.pia).id
    assert feed(cora, FeedKind.VENDOR, cast.acme).contact_id == cast.cora


def test_a_limited_person_sees_only_contracts_within_scope(work, covered):
    contract = work.session.get_one(Contract, covered.cameras)
    contract.vendor_id = covered.acme
    work.session.flush()
    assert [day for _, day in days(work, covered.max, FeedKind.VENDOR, covered.acme)] == [MONDAY + timedelta(14)]
    assert [day for _, day in days(work, covered.max, FeedKind.OWNER, covered.pia)] == [MONDAY + timedelta(14)]
    assert len(days(work, covered.oscar, FeedKind.VENDOR, covered.acme)) == 2


def test_fifty_feeds_are_enough_for_anybody(pia, covered, monkeypatch):
    monkeypatch.setattr(calendar_feeds, "MOST", 1)
    feed(pia, FeedKind.VENDOR, covered.acme)
    with pytest.raises(RuleBroken, match="Withdraw one"):
        calendar_feeds.create(pia, NewFeed(FeedKind.VENDOR, covered.birch))
