"""From a draft to a campaign on the pages of a privacy officer."""

import re

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tracker.models.campaign import Campaign, CampaignVendor
from tracker.models.requirement import Clause, RequirementVersion

SEC = "We protect the data with safeguards and prove it each year."


@pytest.fixture
def covered(cast, work):
    """Both contracts are covered by version 1."""
    for contract in (cast.payroll, cast.cameras):
        share(work, contract)
        attest(work, contract, cast.olga, work.today.replace(year=2027))
    work.session.commit()
    return cast


@pytest.fixture
def officer(covered, visitors):
    """Oscar, with a draft that changes a clause and adds one."""
    client = visitors.person(covered.oscar)
    assert client.post("/requirements/draft").status_code == 303
    client.post("/requirements/2/draft", data={"note": "Keys are rotated."})
    changed = {"version": 1, "text": SEC, "rule": "all", "principle": "P6", "position": 10}
    assert client.post("/requirements/2/clauses/SEC-1", data=changed).status_code == 303
    new = {"code": "KEY-9", "text": "We rotate <keys>.", "rule": "uses ai", "principle": "P6", "position": ""}
    assert client.post("/requirements/2/clauses/new", data=new).status_code == 303
    return client


def test_the_draft_marks_what_differs_clause_by_clause(officer):
    page = officer.get("/requirements/2/draft").text
    assert "1 added, 1 changed, 0 removed" in page
    assert "<ins>" in page
    assert "removed:" in page
    assert "We rotate &lt;keys&gt;." in page
    assert "Contracts whose vendor uses AI on the data" in page
    assert officer.get("/requirements/2/clauses/SEC-1").status_code == 200
    assert officer.get("/requirements/2/clauses/NO-1").status_code == 404


def test_an_overtaken_clause_keeps_what_was_typed(officer):
    late = {"version": 1, "text": "My words.", "rule": "all", "principle": "P6", "position": 10}
    answer = officer.post("/requirements/2/clauses/SEC-1", data=late)
    assert answer.status_code == 409
    assert "My words." in answer.text
    assert "Somebody else changed this clause" in answer.text


def test_a_used_code_is_refused_beside_its_field(officer):
    used = {"code": "PUR-1", "text": "Else", "rule": "all", "principle": "P2", "position": ""}
    answer = officer.post("/requirements/2/clauses/new", data=used)
    assert answer.status_code == 422
    assert "is a clause of this draft already" in answer.text or "In version 1 PUR-1 was" in answer.text


def test_a_clause_is_left_out_and_put_back(officer):
    officer.post("/requirements/2/clauses/SAL-1/retire")
    assert "1 removed" in officer.get("/requirements/2/draft").text
    officer.post("/requirements/2/clauses/SAL-1/restore")
    assert "0 removed" in officer.get("/requirements/2/draft").text


def test_from_the_outlook_to_the_running_campaign(officer, session):
    query = "effective_on=2026-12-15&grace_days=30"
    page = officer.get(f"/requirements/2/outlook?{query}").text
    assert "C-2291" in page
    assert "becomes outdated" in page
    assert "2027-01-14" in page
    listed = officer.get(f"/requirements/2/outlook/export?format=csv&{query}").text
    assert "C-3300,Camera analytics,Birch Analytics LLC,Police,1,outdated,2027-01-14," in listed
    confirm = officer.get(f"/requirements/2/publish?{query}").text
    assert "2 contracts become outdated." in confirm
    seen = re.findall(r'name="seen"[^>]*value="([0-9a-f]{64})"', confirm)[0]
    data = {"effective_on": "2026-12-15", "grace_days": 30, "seen": "0" * 64}
    assert officer.post("/requirements/2/publish", data=data).status_code == 409
    assert officer.post("/requirements/2/publish", data={**data, "seen": seen}).status_code == 303
    assert "1 added, 1 changed" in officer.get("/requirements/2/differences").text
    assert "Plan a campaign" in officer.get("/requirements/2/outlook").text
    plan = {"name": "Keys", "message": "", "per_wave": 1, "first_on": "2026-11-24", "due_days": 30}
    assert "2 vendors" in officer.post("/campaigns/new/2", data=plan).text
    assert rows(session, Campaign) == []
    session.rollback()
    started = officer.post("/campaigns/new/2", data={**plan, "then": "start"})
    assert started.status_code == 303
    page = officer.get(started.location).text
    assert "Acme Payroll, Inc." in page
    assert "waiting" in page
    assert "Acme Payroll" in officer.get("/campaigns/1/export?format=csv&show=waiting").text
    assert "Acme Payroll" not in officer.get("/campaigns/1/export?format=csv&show=accepted").text
    assert officer.post("/campaigns/1/pause", data={"reason": ""}).status_code == 422
    assert officer.post("/campaigns/1/pause", data={"reason": "wait"}).status_code == 303
    assert officer.post("/campaigns/1/resume").status_code == 303
    assert officer.post("/campaigns/1/again").status_code == 422
    assert officer.post("/campaigns/1/stop", data={"reason": "enough"}).status_code == 303
    assert "Stopped: enough" in officer.get("/campaigns/1").text
    assert len(rows(session, CampaignVendor)) == 2
    session.rollback()


def test_when_nobody_is_left_behind_the_page_says_so(cast, visitors):
    officer = visitors.person(cast.oscar)
    officer.post("/requirements/draft")
    assert "Nobody is left behind" in officer.get("/requirements/2/outlook").text


def test_a_draft_is_discarded_after_a_question(officer, session):
    assert "Discard the draft" in officer.get("/requirements/2/discard").text
    officer.post("/requirements/2/discard")
    assert [row.number for row in rows(session, RequirementVersion)] == [1]
    assert rows(session, Clause, code="KEY-9") == []
    session.rollback()


def test_a_coming_version_is_withdrawn_with_a_reason(officer):
    confirm = officer.get("/requirements/2/publish?effective_on=2026-12-15&grace_days=30").text
    seen = re.findall(r'name="seen"[^>]*value="([0-9a-f]{64})"', confirm)[0]
    officer.post("/requirements/2/publish", data={"effective_on": "2026-12-15", "grace_days": 30, "seen": seen})
    assert officer.get("/requirements/2/withdraw").status_code == 200
    assert officer.post("/requirements/2/withdraw", data={"reason": ""}).status_code == 422
    assert officer.post("/requirements/2/withdraw", data={"reason": "wrong"}).status_code == 303
    assert "in force since" in officer.get("/requirements/1/withdraw").text


def test_who_sees_some_departments_sees_no_campaign(covered, visitors):
    manager = visitors.person(covered.max)
    assert "They can be opened by people who see all of them" in manager.get("/campaigns/").text
    assert manager.get("/campaigns/1").status_code == 404
