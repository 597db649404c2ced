"""An addendum asks for the difference, covers just that, and is good no longer than what it adds to."""

from datetime import date

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tests.submitted import declare, element_id
from tracker.domain.catalogue_words import Answer
from tracker.domain.checklist import Check
from tracker.domain.spans import span_on
from tracker.domain.standings import Standing
from tracker.models.attestation import AttestationElement, ClauseAnswer
from tracker.models.contract import Contract
from tracker.models.document import Document
from tracker.models.letter import Letter
from tracker.models.request import RequestElement
from tracker.models.requirement import Clause
from tracker.queries import contract_timeline
from tracker.queries.addendum import difference
from tracker.queries.attestation_draft import draft
from tracker.queries.element_fit import elements
from tracker.queries.past_answers import past_answers
from tracker.services import addenda, attestations, reviews, standings
from tracker.services.addenda import NewAddendum
from tracker.services.attestations import NewAnswer, NewSigner
from tracker.services.reviews import Acceptance
from tracker.services.rules import RuleBroken

THROUGH = date(2027, 3, 1)


@pytest.fixture
def attested(work, cast):
    """Payroll's name is attested with the clauses of all; now a bank account of tier 4 goes too."""
    share(work, cast.payroll)
    share(work, cast.cameras)
    number = attest(work, cast.payroll, cast.oscar, THROUGH)
    agreed = work.session.query(ClauseAnswer).join(Clause, Clause.id == ClauseAnswer.clause_id)
    for answer in agreed.filter(Clause.code.in_(("SEC-3", "SEC-4"))):
        work.session.delete(answer)
    work.session.flush()
    standings.refresh(work, [cast.payroll])
    work.session.commit()
    return number


@pytest.fixture
def bank(work, cast, attested):
    declare(work, cast.payroll, ("full-name", "bank-account"))
    work.session.commit()
    return element_id(work, "bank-account")


def standing(work, contract_id, day):
    return span_on(contract_timeline.spans(work.session, contract_id), day).standing


def asked(work, cast, number):
    return addenda.send(work, work.session.get_one(Contract, cast.payroll), NewAddendum((number,), cast.cora))


def test_the_difference_is_the_added_element_and_the_clauses_of_its_tier(work, cast, bank):
    found = difference(work.session, cast.payroll, work.today)
    assert [row.code for row in found.elements] == ["bank-account"]
    assert [row.code for row in found.clauses] == ["SEC-3", "SEC-4"]
    assert found.attested == ("Full name",)
    assert found.through_on == THROUGH


def test_the_whole_way_of_an_addendum(work, cast, acting, bank):
    request = asked(acting(cast.pia), cast, bank)
    assert request.kind == "addendum"
    assert [(row.contract_id, row.element_id) for row in rows(work.session, RequestElement)] == [(cast.payroll, bank)]
    letter = rows(work.session, Letter, request_id=request.id)[0]
    assert "Bank account" in letter.text
    assert standing(work, cast.payroll, work.today) is Standing.GAP
    shown = draft(work.session, request, work.today)
    assert [row.code for row in shown.answers] == ["SEC-3", "SEC-4"]
    assert [line.code for line in shown.contracts[0].lines] == ["bank-account"]
    assert "addendum to the attestation of January 15, 2026" in shown.text.set_name
    answer = answered(acting(cast.cora, kind="contact"), request)
    named = rows(work.session, AttestationElement, attestation_id=answer.id)
    assert [row.element_id for row in named] == [bank]
    fit = elements(work.session, answer.id, [cast.payroll], work.today)[0]
    assert [row.code for row in fit.rows] == ["bank-account"]
    assert not fit.misfits
    officer = acting(cast.oscar)
    assert reviews.terms_of(officer, answer).expiry(work.today) == THROUGH
    reviews.accept(officer, answer, Acceptance(work.today, THROUGH, checklist=tuple(Check), reason="Known signer."))
    assert standing(work, cast.payroll, work.today) is Standing.CURRENT
    assert standing(work, cast.payroll, THROUGH) is Standing.EXPIRING
    span = span_on(contract_timeline.spans(work.session, cast.payroll), work.today)
    assert span.attestation_id != answer.id
    assert len(past_answers(work.session, cast.acme)) > len(shown.answers)


def answered(work, request, document=True):
    attestation = attestations.draft_of(work, request)
    shown = draft(work.session, request, work.today)
    attestations.save_answers(work, attestation, [NewAnswer(row.clause_id, Answer.AGREE) for row in shown.answers])
    attestations.save_signer(work, attestation, NewSigner("Mei Chen", "CFO", "Officer"))
    text = draft(work.session, request, work.today).text.digest()
    work.session.add(
        Document(
            attestation_id=attestation.id, digest="ab" * 32, size=1, name="signed.pdf", media_type="application/pdf",
            text_digest=text, received_at=work.now,
        )
    )  # fmt: skip
    work.session.flush()
    return attestations.submit(work, attestation)


def test_an_addendum_about_data_alone_asks_no_clause_and_can_be_sent(work, cast, acting, attested):
    declare(work, cast.payroll, ("full-name", "home-address"))
    request = asked(acting(cast.pia), cast, element_id(work, "home-address"))
    shown = draft(work.session, request, work.today)
    assert shown.answers == ()
    assert shown.answers_complete(work.today)
    assert answered(acting(cast.cora, kind="contact"), request).submitted_at is not None


def test_a_clause_that_was_not_applicable_is_asked_again(work, cast, acting, attested):
    answer = work.session.query(ClauseAnswer).filter_by(attestation_id=attested).first()
    answer.answer, answer.text = Answer.NOT_APPLICABLE, "No such data"
    declare(work, cast.payroll, ("full-name", "home-address"))
    code = work.session.get_one(Clause, answer.clause_id).code
    assert code in [row.code for row in difference(work.session, cast.payroll, work.today).clauses]


def test_elements_that_are_attested_or_not_shared_cannot_be_asked(work, cast, acting, bank):
    for code in ("full-name", "passport"):
        with pytest.raises(RuleBroken) as broken:
            asked(acting(cast.pia), cast, element_id(work, code))
        assert broken.value.field == "elements"


def test_another_vendors_contact_cannot_be_asked(work, cast, acting, bank):
    with pytest.raises(RuleBroken) as broken:
        addenda.send(acting(cast.pia), work.session.get_one(Contract, cast.payroll), NewAddendum((bank,), cast.ben))
    assert broken.value.field == "contact"


def test_where_nothing_is_attested_a_whole_attestation_is_asked_for(work, cast, acting, bank):
    with pytest.raises(RuleBroken, match="whole one"):
        addenda.send(acting(cast.pia), work.session.get_one(Contract, cast.cameras), NewAddendum((bank,), cast.ben))


def test_while_a_request_is_open_no_addendum_is_asked(work, cast, acting, bank):
    asked(acting(cast.pia), cast, bank)
    with pytest.raises(RuleBroken, match="already asked"):
        asked(acting(cast.pia), cast, bank)


def test_data_added_after_the_addendum_was_asked_stays_a_gap(work, cast, acting, bank):
    request = asked(acting(cast.pia), cast, bank)
    declare(work, cast.payroll, ("full-name", "bank-account", "passport"))
    assert [line.code for line in draft(work.session, request, work.today).contracts[0].lines] == ["bank-account"]
