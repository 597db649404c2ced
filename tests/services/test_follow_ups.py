"""An accepted exception gets a day, is reminded of, and ends when somebody has looked at it."""

from datetime import date

import pytest

from tests.cast import rows
from tests.submitted import submitted
from tracker.domain.checklist import Check
from tracker.domain.feed_words import DueKind, FeedKind
from tracker.domain.reminder_policy import ObligationKind
from tracker.domain.roles import Role
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.event import Event
from tracker.models.letter import Letter
from tracker.models.obligation import ObligationRow
from tracker.models.requirement import Clause
from tracker.models.review import FollowUp
from tracker.queries import calendar_feed, obligations
from tracker.queries import follow_ups as questions
from tracker.queries.calendar_feed import FeedScope
from tracker.queries.reminder_words import why
from tracker.queries.scope import Viewer
from tracker.services import follow_ups, obligation_upkeep, reminder_runs, reviews, revocations
from tracker.services.reviews import Acceptance
from tracker.services.revocations import Revocation
from tracker.services.rules import Conflict, RuleBroken

TARGET = date(2027, 1, 20)
CANARY = "canary-0451 only staff reads this"


@pytest.fixture
def exception(work, cast):
    """Acme's answer with an exception to BRE-1 until January 20, not yet accepted; Birch's without one."""
    number = submitted(work, cast.acme, cast.cora, cast.payroll, exceptions={"BRE-1": "96 hours"})
    submitted(work, cast.birch, cast.ben, cast.cameras)
    answer = work.session.query(ClauseAnswer).join(Clause).filter(
        ClauseAnswer.attestation_id == number, Clause.code == "BRE-1"
    ).one()  # fmt: skip
    answer.target_on = TARGET
    work.session.commit()
    return number


def accept(work, number, **more):
    attestation = work.session.get_one(Attestation, number)
    terms = reviews.terms_of(work, attestation)
    given = {"checklist": tuple(Check), "reason": "We know the signer.", **more}
    reviews.accept(work, attestation, Acceptance(work.today, terms.expiry(work.today), **given))
    work.session.commit()
    return rows(work.session, FollowUp, attestation_id=number)[0]


@pytest.fixture
def accepted(acting, cast, exception):
    return accept(acting(cast.oscar, "Oscar Officer"), exception, note=CANARY)


def found(work):
    steps = obligations.steps(work.session)
    items = obligations.items(work.session, work.today, work.settings.zone, steps, 400)
    return [item for item in items if item.obligation.kind is ObligationKind.FOLLOW_UP]


def test_the_day_is_proposed_from_the_target_day(work, cast, accepted):
    assert (accepted.due_on, accepted.done_at) == (TARGET, None)
    item = found(work)[0]
    assert item.obligation.due_on == TARGET
    assert item.subject.contract_ids == (cast.payroll,)
    assert "BRE-1" in why(item)


def test_without_a_target_day_it_is_looked_at_in_ninety_days():
    assert follow_ups.proposed(None, date(2026, 11, 23)) == date(2027, 2, 21)
    assert follow_ups.proposed(date(2026, 11, 1), date(2026, 11, 23)) == date(2027, 2, 21)


def test_the_reviewer_can_choose_another_day(acting, cast, work, exception):
    answers = rows(work.session, ClauseAnswer, attestation_id=exception)
    clause = next(row.clause_id for row in answers if row.target_on)
    assert accept(acting(cast.oscar), exception, follow_ups={clause: date(2027, 2, 2)}).due_on == date(2027, 2, 2)


def test_a_day_that_has_passed_is_refused_beside_its_field(acting, cast, work, exception):
    clause = next(row.clause_id for row in rows(work.session, ClauseAnswer, attestation_id=exception) if row.target_on)
    with pytest.raises(RuleBroken) as broken:
        accept(acting(cast.oscar), exception, follow_ups={clause: date(2026, 1, 1)})
    assert broken.value.field == follow_ups.field_of(clause)


def test_the_people_of_the_policy_are_told_and_the_vendor_never_reads_staffs_words(work, cast, accepted, moments):
    moments.go_to(date(2026, 12, 21))
    reminder_runs.run(work, work.session.commit)
    letters = [row for row in rows(work.session, Letter) if row.kind == "digest" and "BRE-1" in row.text]
    assert {row.to_email for row in letters} >= {"cora@acme.example", "pia@city.example", "oscar@city.example"}
    to_vendor = [row for row in letters if row.to_email == "cora@acme.example"]
    assert "reply to this letter" in to_vendor[0].text
    assert all(CANARY not in row.text + row.html for row in rows(work.session, Letter))
    assert all("Oscar" not in row.text for row in to_vendor)
    officer = next(row for row in letters if row.to_email == "oscar@city.example")
    assert f"/follow-ups/{accepted.id}" in officer.text


def test_the_index_is_never_late(work, accepted, cast, acting):
    row = rows(work.session, ObligationRow, key=f"follow-up:follow-up:{accepted.id}")[0]
    assert row.contract_id == cast.payroll
    assert not obligation_upkeep.check(work)
    follow_ups.extend(acting(cast.olga), accepted, date(2027, 3, 1), "The vendor needs a month more.")
    assert not obligation_upkeep.check(work)
    before = len(rows(work.session, ObligationRow))
    obligation_upkeep.rebuild(work)
    assert len(rows(work.session, ObligationRow)) == before


def test_done_with_a_note_it_is_over(work, cast, acting, accepted):
    officer = acting(cast.olga, "Olga Officer")
    with pytest.raises(RuleBroken):
        follow_ups.done(officer, accepted, " ")
    follow_ups.done(officer, accepted, CANARY)
    assert not found(work)
    assert not rows(work.session, ObligationRow, kind="follow-up")
    assert CANARY in rows(work.session, Event, action="follow-up:done")[0].sentence
    with pytest.raises(Conflict):
        follow_ups.done(officer, accepted, "Again")


def test_extended_with_a_reason_its_reminders_begin_anew(work, cast, acting, accepted):
    officer = acting(cast.olga)
    wrong = ((TARGET, "x", "due_on"), (date(2026, 1, 1), "x", "due_on"), (date(2027, 3, 1), "", "reason"))
    for day, reason, field in wrong:
        with pytest.raises(RuleBroken) as broken:
            follow_ups.extend(officer, accepted, day, reason)
        assert broken.value.field == field
    follow_ups.extend(officer, accepted, date(2027, 3, 1), "The vendor needs a month more.")
    assert found(work)[0].obligation.due_on == date(2027, 3, 1)


def test_revoking_the_attestation_ends_it(work, cast, acting, accepted, exception):
    attestation = work.session.get_one(Attestation, exception)
    revocation = Revocation(revoked_on=work.today, reason="Wrong signer.")
    revocations.revoke(acting(cast.oscar), attestation, revocation)
    assert accepted.done_at is not None
    assert not found(work)


def test_a_newer_answer_to_the_clause_takes_its_place(work, cast, acting, accepted):
    newer = submitted(work, cast.acme, cast.cora, cast.payroll, exceptions={"SAL-1": "A reseller"})
    accept(acting(cast.oscar), newer)
    assert accepted.note == follow_ups.OVERTAKEN
    assert len(found(work)) == 1


def test_it_stands_in_the_calendar_of_its_owner_and_of_no_other_vendor(work, cast, accepted):
    def days(kind, number, *, vendor=False):
        due = calendar_feed.due_days(work.session, FeedScope(kind, number, for_vendor=vendor), work.today)
        return [one.on_day for one in due if one.kind is DueKind.FOLLOW_UP]

    assert days(FeedKind.OWNER, cast.pia) == [TARGET]
    assert days(FeedKind.VENDOR, cast.acme, vendor=True) == [TARGET]
    assert days(FeedKind.VENDOR, cast.birch, vendor=True) == []


def test_only_who_sees_its_contract_sees_it(work, cast, accepted):
    def viewer(*departments):
        return Viewer(1, "Pia", "pia@city.example", frozenset({Role.MANAGER}), frozenset(departments))

    assert questions.find(work.session, viewer(cast.library), accepted.id) is not None
    assert questions.find(work.session, viewer(cast.police), accepted.id) is None
    assert questions.overdue(work.session, viewer(), TARGET) == 1
    assert questions.overdue(work.session, viewer(cast.police), TARGET) == 0
