"""Revocations and disposal certificates: what ends coverage, and what ends a contract for good."""

from datetime import date

import pytest

from tests.cast import rows
from tests.submitted import declare, submitted
from tracker.domain.checklist import Check
from tracker.models.attestation import Attestation
from tracker.models.contract import Contract, ContractTerm, Disposal
from tracker.models.event import Event
from tracker.models.standing import StandingSpan
from tracker.queries import outlook
from tracker.services import disposals, reviews, revocations, standings, timeline_upkeep
from tracker.services.disposals import NewDisposal
from tracker.services.reviews import Acceptance
from tracker.services.revocations import Revocation
from tracker.services.rules import Conflict, RuleBroken

MONDAY = date(2026, 11, 23)


@pytest.fixture
def oscar(acting, cast):
    return acting(cast.oscar, "Oscar Officer")


@pytest.fixture
def accepted(work, cast, oscar):
    number = submitted(work, cast.acme, cast.cora, cast.payroll)
    attestation = work.session.get_one(Attestation, number)
    reviews.accept(oscar, attestation, Acceptance(MONDAY, date(2027, 11, 23), checklist=tuple(Check)))
    return attestation


@pytest.fixture
def over(work, cast):
    """Payroll shared a name and was over on October 31."""
    declare(work, cast.payroll)
    rows(work.session, ContractTerm, contract_id=cast.payroll)[0].through_on = date(2026, 10, 31)
    standings.refresh(work, [cast.payroll])
    return work.session.get_one(Contract, cast.payroll)


def standing_on(session, contract, day):
    spans = rows(session, StandingSpan, contract_id=contract)
    return next(span.standing for span in spans if span.from_on <= day < span.until_on)


def test_a_revoked_attestation_counts_through_the_day_before(accepted, oscar, session, cast):
    revocations.revoke(oscar, accepted, Revocation(date(2026, 12, 1), "The signer had no authority."))
    assert standing_on(session, cast.payroll, date(2026, 11, 30)) == "expiring"
    assert standing_on(session, cast.payroll, date(2026, 12, 1)) == "expired"
    assert timeline_upkeep.check(session, [cast.payroll]) == []
    [event] = rows(session, Event, action="attestation:revoked")
    assert "from December 1, 2026 on: The signer had no authority." in event.sentence
    with pytest.raises(Conflict):
        revocations.revoke(oscar, accepted, Revocation(date(2026, 12, 2), "Again."))


def test_what_a_revocation_would_change_is_what_it_changes(accepted, oscar, session, cast):
    day = date(2026, 12, 1)
    [seen] = outlook.outlook(session, [cast.payroll], day, outlook.revoking(accepted.id, day, oscar.now))
    assert (seen.before.standing, seen.after.standing) == ("current", "expired")
    revocations.revoke(oscar, accepted, Revocation(day, "Sold to another company."))
    assert standing_on(session, cast.payroll, day) == seen.after.standing


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        (date(2026, 11, 22), "Because.", "revoked_on"),
        (date(2027, 11, 24), "Because.", "revoked_on"),
        (MONDAY, " ", "reason"),
    ],
)
def test_what_is_not_sensible_is_not_revoked(accepted, oscar, day, reason, field):
    with pytest.raises(RuleBroken) as broken:
        revocations.revoke(oscar, accepted, Revocation(day, reason))
    assert broken.value.field == field
    assert accepted.revoked_on is None


def test_only_an_accepted_attestation_is_revoked(work, cast, oscar):
    number = submitted(work, cast.acme, cast.cora, cast.payroll)
    with pytest.raises(RuleBroken, match="Only an accepted"):
        revocations.revoke(oscar, work.session.get_one(Attestation, number), Revocation(MONDAY, "Because."))


def test_a_certificate_closes_a_contract_that_is_over_and_can_be_withdrawn(over, oscar, session):
    assert standing_on(session, over.id, MONDAY) == "disposal due"
    new = NewDisposal(date(2026, 11, 20), "Shredded, backups overwritten.", "Cora Chen, CFO")
    disposals.record(oscar, over, new)
    assert standing_on(session, over.id, MONDAY) == "closed"
    with pytest.raises(Conflict):
        disposals.record(oscar, over, new)
    with pytest.raises(RuleBroken):
        disposals.withdraw(oscar, over, " ")
    disposals.withdraw(oscar, over, "It was about another contract.")
    assert standing_on(session, over.id, MONDAY) == "disposal due"
    assert len(rows(session, Disposal)) == 1
    assert timeline_upkeep.check(session, [over.id]) == []
    with pytest.raises(Conflict):
        disposals.withdraw(oscar, over, "Again.")
    assert [event.action for event in rows(session, Event) if event.action.startswith("disposal")] == [
        "disposal:recorded", "disposal:withdrawn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewDisposal(date(2026, 10, 30), "Shredded.", "Cora"), "certified_on"),
        (NewDisposal(date(2026, 11, 24), "Shredded.", "Cora"), "certified_on"),
        (NewDisposal(MONDAY, " ", "Cora"), "method"),
        (NewDisposal(MONDAY, "Shredded.", ""), "certified_by"),
    ],
)
def test_what_is_not_sensible_is_not_recorded(over, oscar, new, field):
    with pytest.raises(RuleBroken) as broken:
        disposals.record(oscar, over, new)
    assert broken.value.field == field


def test_a_contract_in_force_has_nothing_to_certify(work, cast, oscar):
    declare(work, cast.cameras)
    contract = work.session.get_one(Contract, cast.cameras)
    with pytest.raises(RuleBroken, match="not over"):
        disposals.record(oscar, contract, NewDisposal(MONDAY, "Shredded.", "Ben"))
