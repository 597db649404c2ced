"""The derived index equals the timeline, and a planted difference is found."""

from datetime import date

from sqlalchemy import update

from tests.cast import rows
from tracker.domain.standings import Standing
from tracker.models.contract import Contract
from tracker.models.standing import StandingSpan, StandingTally
from tracker.services import standings, tallies, timeline_upkeep


def test_a_fresh_city_has_spans_that_equal_the_timeline(session, cast):
    assert timeline_upkeep.check(session, [cast.payroll, cast.cameras]) == []
    assert timeline_upkeep.check_tallies(session) == []


def test_a_planted_standing_is_found_and_rebuilt(session, work, cast):
    planted = update(StandingSpan).where(StandingSpan.contract_id == cast.payroll).values(standing=Standing.CURRENT)
    session.execute(planted)
    [difference] = timeline_upkeep.check(session, [cast.payroll, cast.cameras])
    assert difference.contract_id == cast.payroll
    for batch in timeline_upkeep.batches(session):
        timeline_upkeep.rebuild(work, batch)
    timeline_upkeep.finish_rebuild(work)
    assert timeline_upkeep.check(session, [cast.payroll, cast.cameras]) == []
    assert timeline_upkeep.check_tallies(session) == []


def test_a_planted_tally_is_found(session, cast):
    session.execute(update(StandingTally).where(StandingTally.grain == "month").values(net=17))
    [difference] = timeline_upkeep.check_tallies(session)
    assert "tallies differ" in difference.sentence


def test_a_missing_span_is_found(session, cast):
    span = rows(session, StandingSpan, contract_id=cast.cameras)[0]
    session.delete(span)
    session.flush()
    assert [found.contract_id for found in timeline_upkeep.check(session, [cast.payroll, cast.cameras])] == [
        cast.cameras
    ]


def test_refreshing_twice_changes_no_tally(session, work, cast):
    before = tallies.kept(session)
    standings.refresh(work, [cast.payroll, cast.cameras])
    assert tallies.kept(session) == before


def test_a_contract_that_moves_to_another_department_moves_its_tallies(session, work, cast):
    from_police = [key for key in tallies.kept(session) if key[2] == cast.police]
    assert from_police
    session.get_one(Contract, cast.cameras).department_id = cast.library
    standings.refresh(work, [cast.cameras])
    assert [key for key in tallies.kept(session) if key[2] == cast.police] == []


def test_an_undeclared_contract_is_undeclared_while_in_force_and_not_in_force_after(session, cast):
    by_day = {span.from_on: span.standing for span in rows(session, StandingSpan, contract_id=cast.payroll)}
    assert by_day[date(2026, 1, 1)] == Standing.UNDECLARED
    assert by_day[date(2028, 1, 1)] == Standing.NOT_IN_FORCE
