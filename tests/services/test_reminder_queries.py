"""What is planned and what was sent, as the pages read it."""

from datetime import timedelta

from tests.moments import MONDAY
from tests.reminding import cover, run
from tracker.queries import reminder_log
from tracker.queries import reminders as queries
from tracker.queries.scope import Viewer

NEVER = Viewer(0, "Nobody", "n@city.example", frozenset())


def test_the_plan_tells_beforehand_what_will_be_written(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    plan = queries.plan(work.session, NEVER, work.today, work.settings.zone, from_on=work.today)
    promised = {(row.on_day, row.email) for row in plan.rows if row.state == "sent"}
    happened = set()
    while work.today <= MONDAY + timedelta(days=90):
        day = work.today
        happened |= {(day, email) for email in run(work)}
        moments.travel(days=1)
    assert happened == promised


def test_a_viewer_limited_to_a_department_sees_its_plan_only(work, cast):
    cover(work, cast, MONDAY + timedelta(days=14))
    police = Viewer(1, "Paul", "p@city.example", frozenset(), frozenset({cast.police}))
    plan = queries.plan(work.session, police, work.today, work.settings.zone, from_on=work.today)
    assert {row.contract_id for row in plan.rows} <= {cast.cameras}
    run(work)
    assert reminder_log.log(work.session, police, "sent", 1) == ([], 0)
    assert reminder_log.log(work.session, NEVER, "sent", 1)[1] > 0


def test_the_log_tells_what_was_sent_failed_and_set_aside(work, cast):
    cover(work, cast, MONDAY + timedelta(days=14))
    run(work)
    sent, _ = reminder_log.log(work.session, NEVER, "sent", 1)
    aside, _ = reminder_log.log(work.session, NEVER, "set aside", 1)
    assert {row.recipient for row in sent} == {"cora@acme.example", "pia@city.example"}
    assert {row.state for row in aside} == {"overtaken"}
    assert reminder_log.log(work.session, NEVER, "failed", 1) == ([], 0)
    assert len(reminder_log.about_contract(work.session, cast.payroll)) == len(sent) + len(aside)
    assert set(reminder_log.last_reminded(work.session, [cast.payroll, cast.cameras])) == {cast.payroll}
