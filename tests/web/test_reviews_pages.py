"""Pages of reviews: the queue, one review, two reviewers at once, a double click."""

from datetime import date

import pytest

from tests.cast import rows
from tests.submitted import answer, ask, declare, submitted
from tracker.domain.checklist import Check
from tracker.models.attestation import Attestation
from tracker.models.contact import Contact
from tracker.models.letter import Letter
from tracker.models.person import PersonDepartment
from tracker.models.review import Deficiency, Review

CANARY = "canary-of-the-note"


@pytest.fixture
def waiting(work, cast, moments):
    """Birch's plates (tier 3) and, on the same day but later, Acme's bank account (tier 4)."""
    birch = submitted(work, cast.birch, cast.ben, cast.cameras, codes=("full-name", "license-plate"))
    acme = submitted(
        work, cast.acme, cast.cora, cast.payroll, codes=("bank-account",), exceptions={"BRE-1": "<b>96 hours</b>"}
    )
    return {"acme": acme, "birch": birch}


@pytest.fixture
def oscar(visitors, cast):
    return visitors.person(cast.oscar)


@pytest.fixture
def olga(visitors, cast):
    return visitors.person(cast.olga)


def accepted(**more):
    return {
        "accept-version": "1",
        "accept-checklist": list(Check),
        "accept-effective_on": "2026-11-23",
        "accept-expires_on": "2027-11-23",
        "accept-note": CANARY,
        **more,
    }


def returned(**more):
    return {
        "return-version": "1",
        "return-reasons": ["signature missing"],
        "return-due_on": "2026-12-07",
        "return-note": CANARY,
        **more,
    }


def test_the_queue_is_by_day_and_within_a_day_by_tier(waiting, oscar):
    page = oscar.get("/reviews/").text
    assert "2 answers wait" in page
    assert page.index("Acme Payroll, Inc.") < page.index("Birch Analytics LLC")


def test_an_older_day_comes_before_a_higher_tier(work, cast, moments, visitors):
    submitted(work, cast.birch, cast.ben, cast.cameras)
    moments.travel(days=1)
    submitted(work, cast.acme, cast.cora, cast.payroll, codes=("bank-account",))
    page = visitors.person(cast.oscar).get("/reviews/").text
    assert page.index("Birch Analytics LLC") < page.index("Acme Payroll, Inc.")
    assert "1 day ago" in page


def test_the_queue_is_narrowed_by_department_and_tier(waiting, oscar, cast):
    assert "Acme" not in oscar.get(f"/reviews/?department={cast.police}").text
    assert "Birch" not in oscar.get("/reviews/?tier=4").text
    assert "Nothing that waits fits" in oscar.get("/reviews/?tier=1").text
    assert oscar.get("/reviews/?tier=x&department=99999999999&page=0").status_code == 200


def test_an_empty_queue_says_what_to_do_next(oscar, cast):
    assert "Nothing waits for a review" in oscar.get("/reviews/").text


def test_the_page_shows_the_document_beside_unusual_answers_and_what_would_change(waiting, oscar):
    page = oscar.get(f"/reviews/{waiting['acme']}").text
    for text in (
        "attestation signed.pdf", "BRE-1 · Agree, with an exception", "&lt;b&gt;96 hours&lt;/b&gt;", "Mei Chen",
        "Bank account", "The one element that is shared is attested.",
        "Vendor: it was signed for Acme Payroll, Inc.", "Contract: it names C-2291.", "Next in queue",
        "Proposed from November 23, 2026", "12 months, for data of tier 4", 'value="2027-11-23"',
    ):  # fmt: skip
        assert text in page
    outlook = page[page.index('id="outlook"') : page.index('id="accept"')]
    assert "missing" in outlook
    assert "Current since November 23, 2026" in outlook
    assert "Birch" not in page


def test_elements_that_do_not_fit_are_named(work, cast, oscar):
    declare(work, cast.payroll, ("full-name", "home-address"))
    number = answer(work, ask(work, cast.acme, cast.cora, cast.payroll), ("full-name", "passport")).id
    work.session.commit()
    page = oscar.get(f"/reviews/{number}").text
    assert "2 elements do not fit." in page
    assert "shared, but not attested" in page
    assert "attested, but not shared today" in page
    assert "home address is shared, but the attestation does not name it" in page


def test_accepting_leads_to_the_next_answer_in_the_queue(waiting, oscar, session):
    answered = oscar.post(f"/reviews/{waiting['acme']}/accept", data=accepted())
    assert (answered.status_code, answered.location) == (303, f"/reviews/{waiting['birch']}")
    assert "The answer of Acme Payroll, Inc. is accepted." in oscar.get(answered.location).text
    assert session.get_one(Attestation, waiting["acme"]).expires_on == date(2027, 11, 23)
    last = oscar.post(f"/reviews/{waiting['birch']}/accept", data=accepted())
    assert last.location == "/reviews/"
    page = oscar.get("/reviews/decided").text
    assert "Oscar Officer" in page
    assert page.count("in force") >= 2


def test_returning_writes_the_reasons_and_never_the_note(waiting, oscar, session):
    typed = returned(**{"return-clauses": ["BRE-1"], "return-free_text": "Please call us."})
    assert oscar.post(f"/reviews/{waiting['acme']}/return", data=typed).status_code == 303
    texts = [row.text for row in rows(session, Deficiency)]
    assert texts == ["The document is not signed.", "We cannot accept the answer to BRE-1.", "Please call us."]
    for letter in rows(session, Letter):
        assert CANARY not in letter.text + letter.html + letter.subject


def test_the_note_reaches_officers_and_auditors_and_nobody_else(waiting, oscar, visitors, cast):
    number = waiting["acme"]
    oscar.post(f"/reviews/{number}/return", data=returned())
    assert CANARY in visitors.person(cast.ada).get(f"/reviews/{number}").text
    for person in (cast.pia, cast.max, cast.ada, cast.oscar, cast.adam):
        client = visitors.person(person)
        for path in (f"/attestations/{number}", f"/contracts/{cast.payroll}", "/reviews/decided"):
            assert CANARY not in client.get(path).text


def test_vendors_see_the_reasons_and_no_note_and_no_reviewer(waiting, oscar, visitors, cast, session):
    cora, ben = visitors.contact(cast.cora), visitors.contact(cast.ben)
    request = session.get_one(Attestation, waiting["acme"]).request_id
    oscar.post(f"/reviews/{waiting['acme']}/return", data=returned())
    pages = [cora.get(path).text for path in ("/portal/requests", f"/portal/requests/{request}")]
    assert "The document is not signed." in pages[1]
    for page in pages:
        assert "2026-0002" in page
        assert CANARY not in page
        assert "Oscar" not in page
    assert ben.get(f"/portal/requests/{request}").status_code == 404


def test_what_was_typed_survives_a_broken_rule(waiting, oscar, session):
    typed = accepted(**{"accept-expires_on": "2027-06-30", "accept-checklist": list(Check)[:2]})
    answered = oscar.post(f"/reviews/{waiting['acme']}/accept", data=typed)
    assert answered.status_code == 422
    assert "Confirm every point before you accept" in answered.text
    assert 'value="2027-06-30"' in answered.text
    assert CANARY in answered.text
    nothing = oscar.post(f"/reviews/{waiting['acme']}/return", data=returned(**{"return-reasons": []}))
    assert nothing.status_code == 422
    assert "Choose at least one reason" in nothing.text
    assert rows(session, Review) == []


def test_the_second_of_two_reviewers_sees_the_first_decision_and_keeps_what_was_typed(waiting, oscar, olga, session):
    number = waiting["acme"]
    oscar.get(f"/reviews/{number}")
    olga.get(f"/reviews/{number}")
    oscar.post(f"/reviews/{number}/accept", data=accepted())
    second = olga.post(f"/reviews/{number}/return", data=returned(**{"return-free_text": "My own words."}))
    assert second.status_code == 409
    assert "Oscar Officer has accepted this answer on November 23, 2026" in second.text
    assert "My own words." in second.text
    assert "What you had typed, not saved" in second.text
    assert len(rows(session, Review)) == 1
    assert rows(session, Deficiency) == []


def test_a_double_click_decides_once_and_is_no_conflict(waiting, oscar, session):
    for _ in range(2):
        answered = oscar.post(f"/reviews/{waiting['acme']}/accept", data=accepted())
        assert answered.status_code == 303
    assert len(rows(session, Review)) == 1
    assert len(rows(session, Letter, kind="accepted")) == 1


def test_who_looked_at_an_older_state_looks_again_and_can_then_decide(waiting, oscar):
    first = oscar.post(f"/reviews/{waiting['acme']}/accept", data=accepted(**{"accept-version": "7"}))
    assert first.status_code == 409
    assert "The answer changed since you opened it." in first.text
    assert 'name="accept-version" type="hidden" value="1"' in first.text
    assert oscar.post(f"/reviews/{waiting['acme']}/accept", data=accepted()).status_code == 303


def test_nobody_accepts_what_was_sent_from_the_own_address(waiting, oscar, session, cast):
    session.get_one(Contact, cast.cora).email = "Oscar@City.example"
    session.commit()
    answered = oscar.post(f"/reviews/{waiting['acme']}/accept", data=accepted())
    assert answered.status_code == 403
    assert "You sent this answer yourself" in answered.text
    assert rows(session, Review) == []


def test_missing_drafts_and_other_departments_are_the_same_404(waiting, oscar, session, cast):
    session.add(PersonDepartment(person_id=cast.oscar, department_id=cast.library))
    draft = session.get_one(Attestation, waiting["acme"])
    session.commit()
    missing = oscar.get("/reviews/999")
    assert oscar.get("/reviews/99999999999999999999").text == missing.text
    other = oscar.get(f"/reviews/{waiting['birch']}")
    assert (missing.status_code, other.status_code) == (404, 404)
    assert missing.text == other.text
    assert oscar.post(f"/reviews/{waiting['birch']}/accept", data=accepted()).status_code == 404
    assert "Birch" not in oscar.get("/reviews/").text
    draft.submitted_at = None
    session.commit()
    assert oscar.get(f"/reviews/{waiting['acme']}").status_code == 404


def test_who_sees_only_some_of_the_contracts_reads_but_does_not_decide(work, session, cast, oscar):
    declare(work, cast.payroll)
    declare(work, cast.cameras)
    request = ask(work, cast.acme, cast.cora, cast.payroll)
    number = answer(work, request).id
    session.flush()
    session.add(PersonDepartment(person_id=cast.oscar, department_id=cast.library))
    _also_covers(session, number, cast.cameras)
    session.commit()
    page = oscar.get(f"/reviews/{number}").text
    assert "And one contract of a department that you do not see." in page
    assert "C-3300" not in page
    assert "attestation signed.pdf" not in page
    assert oscar.post(f"/reviews/{number}/accept", data=accepted()).status_code == 403


def _also_covers(session, attestation, contract):
    from_table = Attestation.metadata.tables["attestation_contract"]
    session.execute(from_table.insert().values(attestation_id=attestation, contract_id=contract))
