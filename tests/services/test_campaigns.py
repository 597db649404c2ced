"""Campaigns: waves on working days, each vendor once, whatever stands in the way or is cut short."""

from datetime import date, timedelta

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tracker.models.campaign import Campaign, CampaignVendor
from tracker.models.contact import VendorContact
from tracker.models.letter import Letter
from tracker.models.policy import Holiday
from tracker.models.request import Request
from tracker.models.requirement import RequirementSet
from tracker.models.vendor import Vendor
from tracker.queries.campaigns import Progress, turns_of
from tracker.queries.requirement_drafts import clauses_of, fingerprint
from tracker.services import (
    campaign_waves,
    campaigns,
    draft_clauses,
    publishing,
    reminders,
    requests,
    requirement_drafts,
)
from tracker.services.campaigns import NewCampaign
from tracker.services.draft_clauses import NewClause
from tracker.services.publishing import NewPublication
from tracker.services.requests import NewRequest
from tracker.services.rules import Conflict, RuleBroken

FRIDAY = date(2026, 11, 27)
PLAN = NewCampaign("Version 2", "Only what changed.", per_wave=1, first_on=FRIDAY, due_days=30)


@pytest.fixture
def oscar(cast, acting):
    return acting(cast.oscar, "Oscar Officer")


@pytest.fixture
def version(cast, oscar):
    """Both contracts are covered by version 1 and left behind by version 2."""
    for contract in (cast.payroll, cast.cameras):
        share(oscar, contract)
        attest(oscar, contract, cast.olga, date(2027, 12, 31))
    draft = requirement_drafts.begin(oscar, rows(oscar.session, RequirementSet)[0].id)
    draft_clauses.add_clause(oscar, draft, NewClause("KEY-9", "We rotate keys.", "all", "P6"))
    requirement_drafts.change_note(oscar, draft, "Keys.")
    seen = fingerprint(draft.note, clauses_of(oscar.session, draft.id))
    publishing.publish(oscar, draft, NewPublication(date(2026, 12, 15), 60), seen)
    oscar.session.commit()
    return draft


@pytest.fixture
def campaign(oscar, version):
    started = campaigns.start(oscar, version, PLAN)
    oscar.session.commit()
    return started


def progress(work, campaign):
    work.session.expire_all()
    return {row.vendor: (str(row.progress), row.ask_on) for row in turns_of(work.session, campaign.id)}


def run(work):
    return campaign_waves.send_due(work, work.session.commit)


def test_vendors_are_spread_over_working_days_without_holidays(oscar, version, campaign):
    assert oscar.session.get(Holiday, FRIDAY) or FRIDAY.weekday() < 5
    turns = rows(oscar.session, CampaignVendor, campaign_id=campaign.id)
    holidays = {row.on_day for row in rows(oscar.session, Holiday)}
    days = sorted(turn.ask_on for turn in turns)
    assert len(set(days)) == 2
    assert all(day >= FRIDAY and day.weekday() < 5 and day not in holidays for day in days)


def test_each_wave_asks_for_the_new_version_on_its_day(oscar, work, version, campaign, moments):
    assert run(work).asked == 0, "before the first day nobody is asked"
    for asked, day in enumerate(sorted(turn.ask_on for turn in rows(work.session, CampaignVendor)), start=1):
        moments.go_to(day, hour=12)
        assert run(work).asked == 1
        assert run(work).asked == 0, "one vendor a day"
        sent = rows(work.session, Request)
        assert len(sent) == asked
        assert {row.version_id for row in sent} == {version.id}
        assert sent[-1].due_on == day + timedelta(days=30)
    assert {state for state, _ in progress(work, campaign).values()} == {"asked"}
    assert len(rows(work.session, Letter, kind="invitation")) == 2


def test_waves_that_were_missed_do_not_leave_all_on_one_day(work, campaign, moments):
    moments.go_to(date(2026, 12, 9), hour=12)
    assert run(work).asked == 1
    moments.go_to(date(2026, 12, 10), hour=12)
    assert run(work).asked == 1


def test_nothing_leaves_on_a_weekend_or_before_the_hour(work, campaign, moments):
    moments.go_to(date(2026, 12, 12), hour=12)
    assert run(work).asked == 0
    moments.go_to(date(2026, 12, 14), hour=1)
    assert run(work).asked == 0


@pytest.mark.parametrize("place", ["before the commit", "after the commit"])
def test_a_wave_that_is_killed_goes_on_and_asks_nobody_twice(work, campaign, moments, monkeypatch, place):
    monkeypatch.setattr(campaigns, "MOST_PER_WAVE", 10)
    work.session.get_one(Campaign, campaign.id).per_wave = 10
    work.session.commit()
    moments.go_to(date(2026, 12, 9), hour=12)

    def killed():
        if place == "after the commit":
            work.session.commit()
        raise InterruptedError

    with pytest.raises(InterruptedError):
        campaign_waves.send_due(work, killed)
    work.session.rollback()
    run(work)
    run(work)
    sent = rows(work.session, Request)
    assert len(sent) == 2
    assert len({row.vendor_id for row in sent}) == 2
    assert len(rows(work.session, Letter, kind="invitation")) == 2
    assert {state for state, _ in progress(work, campaign).values()} == {"asked"}


def test_what_hinders_one_vendor_is_noted_and_the_next_is_asked(work, cast, oscar, campaign, moments):
    requests.send(oscar, NewRequest(cast.acme, (cast.payroll,), cast.cora))
    for row in rows(oscar.session, VendorContact, vendor_id=cast.birch):
        oscar.session.delete(row)
    work.session.get_one(Campaign, campaign.id).per_wave = 10
    work.session.commit()
    moments.go_to(date(2026, 12, 9), hour=12)
    done = run(work)
    assert (done.asked, done.hindered) == (0, 2)
    found = {row.vendor_id: row for row in turns_of(work.session, campaign.id)}
    assert "is asked about in request" in found[cast.acme].hindrance
    assert "no contact" in found[cast.birch].hindrance
    assert found[cast.birch].progress is Progress.HINDERED
    requests.revoke(oscar, rows(work.session, Request)[0], "to ask for the new version")
    assert campaigns.try_again(oscar, work.session.get_one(Campaign, campaign.id)) == 2
    work.session.commit()
    done = run(work)
    assert (done.asked, done.hindered) == (1, 1)


def test_a_paused_vendor_waits_until_it_is_resumed(work, cast, oscar, campaign, moments):
    work.session.get_one(Campaign, campaign.id).per_wave = 10
    reminders.pause(oscar, work.session.get_one(Vendor, cast.acme), "in court")
    work.session.commit()
    moments.go_to(date(2026, 12, 9), hour=12)
    done = run(work)
    assert (done.asked, done.waiting) == (1, 1)
    reminders.resume(oscar, work.session.get_one(Vendor, cast.acme))
    work.session.commit()
    assert run(work).asked == 0, "it is looked at again on the next working day"
    moments.go_to(date(2026, 12, 10), hour=12)
    assert run(work).asked == 1


def test_a_paused_or_stopped_campaign_asks_nobody(work, oscar, campaign, moments):
    moments.go_to(date(2026, 12, 9), hour=12)
    row = work.session.get_one(Campaign, campaign.id)
    campaigns.pause(oscar, row, "a clause is unclear")
    assert run(work).asked == 0
    campaigns.resume(oscar, row)
    assert run(work).asked == 1
    campaigns.stop(oscar, row, "not needed any more")
    moments.go_to(date(2026, 12, 10), hour=12)
    assert run(work).asked == 0
    with pytest.raises(RuleBroken):
        campaigns.stop(oscar, row, "again")


def test_one_campaign_at_a_time_asks_for_a_version(oscar, version, campaign):
    with pytest.raises(Conflict):
        campaigns.start(oscar, version, PLAN)
    with pytest.raises(RuleBroken, match="asked for version 2 already"):
        publishing.withdraw(oscar, version, "too late")


@pytest.mark.parametrize(
    ("field", "changed"),
    [("per_wave", {"per_wave": 0}), ("first_on", {"first_on": date(2026, 1, 1)}), ("due_days", {"due_days": 0}),
     ("name", {"name": " "}), ("message", {"message": "x" * 2001})],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(oscar, version, field, changed):
    plan = {"name": "V", "message": "", "per_wave": 5, "first_on": FRIDAY, "due_days": 30} | changed
    with pytest.raises(RuleBroken) as broken:
        campaigns.start(oscar, version, NewCampaign(**plan))
    assert broken.value.field == field
