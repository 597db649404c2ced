"""A vendor that agreed to the version before is asked only for what changed; it signs the whole text."""

from datetime import date

import pytest

from tests import submitted
from tests.cast import rows
from tracker.domain.catalogue_words import Answer
from tracker.models.attestation import Attestation
from tracker.models.request import Request
from tracker.models.requirement import Clause, RequirementSet
from tracker.queries.attestation_draft import draft as draft_of
from tracker.queries.requirement_drafts import clauses_of, fingerprint
from tracker.services import attestations, draft_clauses, publishing, requests, requirement_drafts
from tracker.services.attestations import NewAnswer
from tracker.services.draft_clauses import NewClause
from tracker.services.publishing import NewPublication
from tracker.services.requests import NewRequest

E = date(2026, 12, 1)


def publish(work):
    """Version 2: SEC-1 reads otherwise, KEY-9 is new, SAL-1 is gone."""
    draft = requirement_drafts.begin(work, rows(work.session, RequirementSet)[0].id)
    sec = work.session.query(Clause).filter_by(version_id=draft.id, code="SEC-1").one()
    text = sec.text + " We prove it each year."
    draft_clauses.edit_clause(work, sec, NewClause("SEC-1", text, "all", "P6"), sec.row_version)
    draft_clauses.add_clause(work, draft, NewClause("KEY-9", "We rotate keys.", "all", "P6"))
    gone = work.session.query(Clause).filter_by(version_id=draft.id, code="SAL-1").one()
    draft_clauses.retire_clause(work, gone, gone.row_version)
    requirement_drafts.change_note(work, draft, "Keys.")
    seen = fingerprint(draft.note, clauses_of(work.session, draft.id))
    publishing.publish(work, draft, NewPublication(E, 30), seen)
    work.session.commit()
    return draft.id


@pytest.fixture
def asked(cast, acting, work):
    """Acme agreed to version 1, with an exception to SEC-2 or BRE-1, and is asked for version 2."""
    pia, oscar = acting(cast.pia), acting(cast.oscar)
    first = submitted.submitted(pia, cast.acme, cast.cora, cast.payroll, exceptions={"BRE-1": "We need 80 hours"})
    row = work.session.get_one(Attestation, first)
    row.effective_on, row.expires_on = date(2026, 11, 23), date(2027, 11, 22)
    request = work.session.get_one(Request, row.request_id)
    request.closed_at = work.now
    version = publish(oscar)
    sent = requests.send(oscar, NewRequest(cast.acme, (cast.payroll,), cast.cora, version_id=version))
    work.session.commit()
    return sent


def answers(work, request):
    return {row.code: row for row in draft_of(work.session, request, work.today).answers}


def test_answers_to_unchanged_clauses_are_taken_over_and_the_rest_is_asked(asked, work):
    found = answers(work, asked)
    assert {code for code, row in found.items() if row.asked_anew} == {"SEC-1", "KEY-9"}
    assert {code for code, row in found.items() if row.answer is None} == {"SEC-1", "KEY-9"}
    assert (found["KEY-9"].is_new, found["SEC-1"].is_new) == (True, False)
    assert "".join(piece.text for piece in found["SEC-1"].pieces if piece.mark == "added").strip() != ""
    assert (found["BRE-1"].answer, found["BRE-1"].said) == (Answer.AGREE_WITH_EXCEPTION, "We need 80 hours")
    assert "SAL-1" not in found


def test_what_was_taken_over_is_kept_with_the_draft_and_may_be_changed(asked, work):
    begun = attestations.draft_of(work, asked)
    found = answers(work, asked)
    assert found["BRE-1"].said == "We need 80 hours"
    changed = [NewAnswer(row.clause_id, Answer.AGREE) for row in found.values()]
    attestations.save_answers(work, begun, changed)
    found = answers(work, asked)
    assert {row.answer for row in found.values()} == {Answer.AGREE}
    assert {code for code, row in found.items() if row.asked_anew} == {"SEC-1", "KEY-9"}, "the marks stay"


def test_the_agreed_text_holds_every_clause(asked, work):
    shown = draft_of(work.session, asked, work.today)
    assert {clause.code for clause in shown.text.clauses} == set(answers(work, asked))
    assert len(shown.text.clauses) > 10


def test_a_contract_that_was_never_attested_is_asked_everything(asked, cast, work, acting):
    submitted.declare(work, cast.cameras)
    version = asked.version_id
    sent = requests.send(acting(cast.pia), NewRequest(cast.birch, (cast.cameras,), cast.ben, version_id=version))
    shown = draft_of(work.session, sent, work.today)
    assert shown.since_version is None
    assert {row.answer for row in shown.answers} == {None}
    assert not any(row.asked_anew for row in shown.answers)


def test_a_request_for_the_same_version_takes_nothing_over(cast, acting, work):
    pia = acting(cast.pia)
    first = submitted.submitted(pia, cast.acme, cast.cora, cast.payroll)
    row = work.session.get_one(Attestation, first)
    row.effective_on, row.expires_on = date(2026, 11, 23), date(2027, 11, 22)
    work.session.get_one(Request, row.request_id).closed_at = work.now
    sent = requests.send(pia, NewRequest(cast.acme, (cast.payroll,), cast.cora))
    shown = draft_of(work.session, sent, work.today)
    assert (shown.since_version, {one.answer for one in shown.answers}) == (None, {None})


def test_the_page_marks_what_is_new_and_changed(asked, visitors, cast):
    page = visitors.contact(cast.cora).get(f"/portal/requests/{asked.id}/answers").text
    assert "Only what changed" in page
    assert "2 clauses are new or changed since version 1" in page
    assert "<ins>" in page
    assert "This clause is new since you last attested." in page
    assert page.count("Taken over from your last attestation") > 8
