"""Staff look again at accepted exceptions; the reviewer sets the day on the review page."""

from datetime import date

import pytest

from tests.cast import rows
from tests.submitted import submitted
from tracker.domain.checklist import Check
from tracker.models.attestation import Attestation
from tracker.models.review import FollowUp
from tracker.services import reviews
from tracker.services.reviews import Acceptance

CANARY = "canary-0452 only staff reads this"


@pytest.fixture
def answer(work, cast):
    number = submitted(work, cast.acme, cast.cora, cast.payroll, exceptions={"BRE-1": "96 hours"})
    work.session.commit()
    return number


@pytest.fixture
def follow_up(work, cast, acting, answer):
    officer, attestation = acting(cast.oscar, "Oscar Officer"), work.session.get_one(Attestation, answer)
    last = reviews.terms_of(officer, attestation).expiry(work.today)
    given = Acceptance(work.today, last, checklist=tuple(Check), reason="Known signer.", note=CANARY)
    reviews.accept(officer, attestation, given)
    number = rows(work.session, FollowUp)[0].id
    work.session.commit()
    return number


def test_the_review_proposes_a_day_for_each_exception(visitors, cast, answer):
    page = visitors.person(cast.oscar).get(f"/reviews/{answer}").text
    assert "Exception to BRE-1" in page
    assert 'value="2027-03-01"' in page


def test_what_became_of_it_is_noted_and_the_overview_stops_asking(visitors, cast, work, moments, follow_up):
    moments.go_to(date(2027, 3, 1))
    olga = visitors.person(cast.olga)
    assert "1 accepted exception is to be looked at again" in olga.get("/overview").text
    assert "96 hours" in olga.get("/follow-ups/").text
    assert olga.post(f"/follow-ups/{follow_up}/done", data={"done-note": ""}).status_code == 422
    assert olga.post(f"/follow-ups/{follow_up}/done", data={"done-note": CANARY}).status_code == 303
    assert CANARY in olga.get(f"/follow-ups/{follow_up}").text
    assert "accepted exception is" not in olga.get("/overview").text
    assert olga.post(f"/follow-ups/{follow_up}/done", data={"done-note": "Again"}).status_code == 409


def test_more_time_takes_a_reason(visitors, cast, follow_up):
    olga, url = visitors.person(cast.olga), f"/follow-ups/{follow_up}/extend"
    assert olga.post(url, data={"extend-due_on": "2027-04-01", "extend-reason": ""}).status_code == 422
    assert olga.post(url, data={"extend-due_on": "2027-04-01", "extend-reason": "A month more."}).status_code == 303
    assert "A month more." in olga.get(f"/follow-ups/{follow_up}").text


def test_the_contract_page_shows_the_exception_and_its_day(visitors, cast, follow_up):
    page = visitors.person(cast.pia).get(f"/contracts/{cast.payroll}").text
    assert "96 hours" in page
    assert f"/follow-ups/{follow_up}" in page


def test_only_officers_decide_and_strangers_find_nothing(visitors, cast, work, follow_up):
    assert visitors.person(cast.pia).post(f"/follow-ups/{follow_up}/done", data={}).status_code == 403
    assert visitors.contact(cast.ben).get(f"/follow-ups/{follow_up}").status_code in {302, 303, 403, 404}
    assert visitors.person(cast.olga).get("/follow-ups/9999").status_code == 404


def test_the_vendor_never_reads_the_notes(visitors, cast, work, acting, follow_up):
    visitors.person(cast.olga).post(f"/follow-ups/{follow_up}/done", data={"done-note": CANARY})
    cora = visitors.contact(cast.cora)
    for page in ("/portal/requests", "/portal/requests/1", "/portal/requests/1/answers"):
        assert "canary-0452" not in cora.get(page, follow_redirects=True).text
