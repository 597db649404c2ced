"""Publishing a version: what is said before is what stands after; withdrawn only before anything hangs on it."""

from datetime import date, timedelta

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tracker.domain.days import FIRST_DAY
from tracker.domain.standings import Standing
from tracker.domain.version_change import Leaving
from tracker.models.contract import Contract
from tracker.models.requirement import Clause, RequirementSet, RequirementVersion
from tracker.models.standing import StandingSpan
from tracker.queries.requirement_drafts import clauses_of, fingerprint
from tracker.queries.version_outlook import as_version, version_outlook
from tracker.services import draft_clauses, publishing, recount, requirement_drafts, timeline_upkeep
from tracker.services.draft_clauses import NewClause
from tracker.services.publishing import NewPublication
from tracker.services.rules import Conflict, RuleBroken

E = date(2026, 12, 1)
SOON = NewPublication(E, 30)
OUT = date(2026, 12, 31)


@pytest.fixture
def oscar(cast, acting):
    return acting(cast.oscar, "Oscar Officer")


@pytest.fixture
def draft(cast, oscar):
    """Payroll is covered through 2027, the cameras until December 10; version 2 has one clause more."""
    for contract, through in ((cast.payroll, date(2027, 12, 31)), (cast.cameras, date(2026, 12, 10))):
        share(oscar, contract)
        attest(oscar, contract, cast.olga, through)
    draft = requirement_drafts.begin(oscar, rows(oscar.session, RequirementSet)[0].id)
    draft_clauses.add_clause(oscar, draft, NewClause("KEY-9", "We rotate keys.", "all", "P6"))
    draft_clauses.add_clause(oscar, draft, NewClause("KEY-10", "We keep keys in hardware.", "tier>=4", "P6"))
    requirement_drafts.change_note(oscar, draft, "Keys are rotated.")
    oscar.session.commit()
    return draft


def seen(work, draft):
    return fingerprint(draft.note, clauses_of(work.session, draft.id))


def ahead(work, draft, new=SOON):
    told = as_version(draft.number, new.effective_on, new.grace_days, clauses_of(work.session, draft.id))
    return version_outlook(work.session, told, work.today)


def standing(work, contract, day):
    work.session.expire_all()
    spans = rows(work.session, StandingSpan, contract_id=contract)
    return next(span.standing for span in spans if (span.from_on or FIRST_DAY) <= day < span.until_on)


def test_before_publishing_it_is_known_who_is_left_behind_and_when(oscar, draft, cast):
    found = ahead(oscar, draft)
    told = {row.number: (row.how, row.out_on, row.version, row.clauses) for row in found.rows}
    assert told == {
        "C-2291": (Leaving.OUTDATED, OUT, 1, ("KEY-9",)),
        "C-3300": (Leaving.EXPIRED, date(2026, 12, 11), 1, ("KEY-9",)),
    }
    assert (found.outdated, found.expired, found.vendors) == (1, 1, 2)
    assert found.by_department == [("Library", 1, 0), ("Police", 0, 1)]
    assert found.by_day == [(date(2026, 12, 11), 0, 1), (OUT, 1, 0)]


def test_looking_ahead_writes_nothing(oscar, draft, cast):
    before = standing(oscar, cast.payroll, OUT)
    ahead(oscar, draft)
    assert not oscar.session.dirty
    assert standing(oscar, cast.payroll, OUT) is before is Standing.CURRENT


def test_what_was_foretold_is_what_stands_after_publishing(oscar, draft, cast):
    foretold = ahead(oscar, draft).rows
    assert publishing.publish(oscar, draft, SOON, seen(oscar, draft))
    oscar.session.commit()
    for row in foretold:
        day_before = row.out_on - timedelta(days=1)
        assert standing(oscar, row.contract_id, day_before) in {Standing.CURRENT, Standing.EXPIRING}
        assert standing(oscar, row.contract_id, row.out_on) == str(row.how)
    assert ahead(oscar, draft).rows == foretold, "and the published version says the same"
    assert timeline_upkeep.check(oscar.session, [cast.payroll, cast.cameras]) == []


def test_nobody_is_left_behind_when_nobody_is_covered(oscar, cast):
    draft = requirement_drafts.begin(oscar, rows(oscar.session, RequirementSet)[0].id)
    assert ahead(oscar, draft).rows == ()


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("effective_on", NewPublication(date(2026, 11, 22), 30)),
        ("effective_on", NewPublication(date(2036, 1, 1), 30)),
        ("grace_days", NewPublication(E, -1)),
        ("grace_days", NewPublication(E, 5000)),
    ],
)
def test_days_that_make_no_sense_are_refused(oscar, draft, field, new):
    with pytest.raises(RuleBroken) as broken:
        publishing.publish(oscar, draft, new, seen(oscar, draft))
    assert broken.value.field == field


def test_what_was_not_looked_at_is_not_published(oscar, draft):
    looked_at = seen(oscar, draft)
    draft_clauses.add_clause(oscar, draft, NewClause("KEY-11", "We sleep well.", "all", "P6"))
    with pytest.raises(Conflict):
        publishing.publish(oscar, draft, SOON, looked_at)
    assert draft.published_at is None


def test_a_coming_version_can_be_withdrawn_and_one_in_force_cannot(oscar, draft, cast, moments):
    publishing.publish(oscar, draft, SOON, seen(oscar, draft))
    publishing.withdraw(oscar, draft, "A clause is wrong")
    assert standing(oscar, cast.payroll, OUT) is Standing.CURRENT
    clause = oscar.session.query(Clause).filter_by(version_id=draft.id, code="KEY-9").one()
    draft_clauses.edit_clause(oscar, clause, NewClause("KEY-9", "We rotate.", "all", "P6"), clause.row_version)
    publishing.publish(oscar, draft, SOON, seen(oscar, draft))
    oscar.session.commit()
    moments.go_to(E)
    with pytest.raises(RuleBroken, match="in force since"):
        publishing.withdraw(oscar, draft, "Too late")


def test_with_many_contracts_standings_follow_in_the_background(oscar, draft, cast, monkeypatch):
    monkeypatch.setattr(recount, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(recount, "BATCH", 1)
    assert not publishing.publish(oscar, draft, SOON, seen(oscar, draft))
    oscar.session.commit()
    assert standing(oscar, cast.payroll, OUT) is Standing.CURRENT
    commits = []

    def killed():
        oscar.session.commit()
        commits.append(1)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        recount.work_off(oscar, killed)
    assert recount.is_waiting(oscar)
    assert recount.work_off(oscar, oscar.session.commit) == oscar.session.query(Contract).count() - 1
    assert not recount.is_waiting(oscar)
    assert standing(oscar, cast.payroll, OUT) is Standing.OUTDATED
    assert timeline_upkeep.check(oscar.session, [cast.payroll, cast.cameras]) == []
    assert timeline_upkeep.check_tallies(oscar.session) == []


def test_two_versions_are_published_in_order_of_their_days(oscar, draft):
    publishing.publish(oscar, draft, SOON, seen(oscar, draft))
    third = requirement_drafts.begin(oscar, rows(oscar.session, RequirementVersion)[0].set_id)
    requirement_drafts.change_note(oscar, third, "More.")
    with pytest.raises(RuleBroken, match="when version 2 takes effect"):
        publishing.publish(oscar, third, SOON, seen(oscar, third))
