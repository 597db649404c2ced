"""The engine behind the digests: once a day, rhythms, stand-ins, shares, and the index."""

from datetime import date, timedelta

from sqlalchemy import delete, update

from tests.attested import attest, share
from tests.cast import rows
from tests.moments import MONDAY
from tests.reminding import cover, ledger, no_late_rows, run
from tracker import jobs
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.letter import Letter, Reminder
from tracker.models.obligation import ObligationRow
from tracker.models.person import Person
from tracker.models.scheduler import DigestDay, JobRun
from tracker.models.vendor import Vendor
from tracker.queries.policy import newest
from tracker.services import (
    obligation_index,
    reminder_runs,
    reminders,
    standings,
)

KEY = "expiry:contract:{}"


def row_of(work, number):
    found = rows(work.session, ObligationRow, key=KEY.format(number))
    return found[0] if found else None


def reasons(work, **where):
    return {row.reason for row in rows(work.session, Reminder, **where)}


def test_once_a_working_day_and_then_rest(app, work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    assert jobs.tick(app, "a", jobs.REMINDERS, jobs.remind)
    day = work.session.get_one(DigestDay, MONDAY)
    assert (day.digests, day.items) == (2, 2)
    assert str(reminder_runs.reason_to_rest(work)).startswith("Today's digests are written: digests 2, items 2")
    attest(work, cast.cameras, cast.oscar, MONDAY + timedelta(days=7))
    work.session.commit()
    assert run(work) == {}
    moments.travel(days=1)
    assert "ben@birch.example" not in run(work)


def test_a_run_that_was_cut_short_is_made_good(work, cast):
    cover(work, cast, MONDAY + timedelta(days=14))
    first = reminders.bundles(work)[:1]
    reminders.write_all(work, first, work.session.commit)
    assert reminder_runs.reason_to_rest(work) is None
    assert run(work) == {"pia@city.example": 1}
    assert len(rows(work.session, Letter)) == 2


def test_the_index_is_looked_at_and_set_to_the_next_step(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    assert row_of(work, cast.payroll).next_on == MONDAY
    run(work)
    work.session.expire_all()
    assert row_of(work, cast.payroll).next_on == MONDAY + timedelta(days=7)
    assert row_of(work, cast.cameras).next_on == date(2027, 12, 31) - timedelta(days=90)
    assert no_late_rows(work)
    for _ in range(60):
        run(work)
        assert no_late_rows(work)
        moments.travel(days=1)
    work.session.expire_all()
    assert row_of(work, cast.payroll).next_on is None


def test_a_row_that_is_late_is_found_and_mended_on_sunday(app, work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    run(work)
    work.session.execute(update(ObligationRow).values(next_on=None))
    work.session.execute(delete(ObligationRow).where(ObligationRow.contract_id == cast.cameras))
    work.session.commit()
    late = {one.key for one in obligation_index.check(work)}
    assert late == {f"{kind}:contract:{number}" for kind in ("expiry", "disposal") for number in (1, 2)}
    work.session.rollback()
    moments.go_to(MONDAY + timedelta(days=6))
    assert jobs.tick(app, "a", jobs.HOUSEKEEPING, jobs.tidy)
    assert "mended 4 rows" in work.session.get_one(JobRun, jobs.HOUSEKEEPING).outcome
    assert no_late_rows(work)
    assert not obligation_index.sweep_is_due(work)


def test_an_older_database_is_indexed_by_its_first_run(work, cast):
    cover(work, cast, MONDAY + timedelta(days=14))
    work.session.execute(delete(ObligationRow))
    work.session.commit()
    assert run(work) == {"cora@acme.example": 1, "pia@city.example": 1}
    assert no_late_rows(work)


def test_weekly_people_are_told_on_the_first_working_day_of_the_week(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=16))
    work.session.get_one(Person, cast.pia).rhythm = "weekly"
    obligation_index.touch_person(work, cast.pia)
    work.session.commit()
    told: dict[str, list[int]] = {}
    for _ in range(19):
        for email in run(work):
            told.setdefault(email.partition("@")[0], []).append((work.today - MONDAY).days)
        moments.travel(days=1)
    assert told == {"pia": [0, 7, 14], "cora": [0, 2, 9, 15, 16]}
    keys = [letter.key for letter in rows(work.session, Letter, to_email="pia@city.example")]
    assert keys[0] == f"digest:{MONDAY.isoformat()}:pia@city.example"


def test_who_wants_no_mail_gets_none_and_the_ledger_says_so(work, cast):
    cover(work, cast, MONDAY + timedelta(days=14))
    work.session.get_one(Person, cast.pia).rhythm = "none"
    work.session.commit()
    assert run(work) == {"cora@acme.example": 1}
    assert ledger(work)[-14, "pia"] == "stopped"
    assert reasons(work, state="stopped") == {"This person chose to get no reminders by mail."}


def test_an_unreachable_contact_is_stood_in_for_by_the_next_and_then_by_the_owner(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=14))
    nina = Contact(email="nina@acme.example", name="Nina", created_at=work.now)
    work.session.add(nina)
    work.session.flush()
    work.session.add(VendorContact(vendor_id=cast.acme, contact_id=nina.id, role="privacy"))
    work.session.get_one(Contact, cast.cora).unreachable_at = work.now
    obligation_index.touch_contact(work, cast.cora)
    work.session.commit()
    assert run(work) == {"nina@acme.example": 1, "pia@city.example": 1}
    nina.unreachable_at = work.now
    obligation_index.touch_contact(work, nina.id)
    work.session.commit()
    moments.travel(days=7)
    assert run(work) == {"pia@city.example": 1}


def test_a_policy_with_earlier_steps_moves_the_rows_to_an_earlier_day(work, cast):
    cover(work, cast, MONDAY + timedelta(days=300))
    run(work)
    policy = newest(work.session)
    policy.reminder_steps = [*policy.reminder_steps, {"obligation": "expiry", "days": -200, "to": ["owner"]}]
    obligation_index.touch_all(work)
    work.session.commit()
    assert no_late_rows(work)


def test_many_things_of_many_people_are_read_in_shares(work, cast, monkeypatch):
    for number, day in ((cast.payroll, 14), (cast.cameras, 7)):
        share(work, number)
        attest(work, number, cast.oscar, MONDAY + timedelta(days=day))
    work.session.commit()
    monkeypatch.setattr("tracker.services.reminder_bundles.AT_ONCE", 1)
    assert run(work) == {"ben@birch.example": 1, "cora@acme.example": 1, "pia@city.example": 2}
    assert len(rows(work.session, Letter)) == 3


def test_a_pause_touches_what_is_due_of_the_vendor_only(work, cast):
    for number in (cast.payroll, cast.cameras):
        share(work, number)
        attest(work, number, cast.oscar, MONDAY + timedelta(days=20))
    work.session.commit()
    run(work)
    reminders.pause(work, work.session.get_one(Vendor, cast.acme), "In talks")
    work.session.expire_all()
    assert row_of(work, cast.payroll).next_on == MONDAY
    assert row_of(work, cast.cameras).next_on > MONDAY
    standings.refresh(work, [cast.cameras])
    assert no_late_rows(work)


def test_what_ended_and_waits_for_a_run_is_not_put_off_when_steps_or_officers_change(work, cast, moments):
    cover(work, cast, MONDAY + timedelta(days=4))
    run(work)
    moments.go_to(MONDAY + timedelta(days=12))
    attest(work, cast.payroll, cast.oscar, date(2027, 12, 31), since=work.today)
    obligation_index.touch_all(work)
    work.session.expire_all()
    assert row_of(work, cast.payroll).next_on <= work.today
    assert no_late_rows(work)


def test_who_comes_after_a_run_settled_what_ended_is_not_looked_for_again(work, cast, moments):
    cover(work, cast, MONDAY)
    run(work)
    moments.go_to(MONDAY + timedelta(days=2), hour=6)
    attest(work, cast.payroll, cast.oscar, date(2027, 12, 31), since=work.today)
    work.session.commit()
    for days in (2, 3):
        moments.go_to(MONDAY + timedelta(days=days))
        assert run(work) == {}
    work.session.get_one(Contract, cast.payroll).owner_id = cast.max
    obligation_index.touch_contracts(work, [cast.payroll])
    work.session.commit()
    assert no_late_rows(work)
    for _ in range(10):
        moments.travel(days=1)
        run(work)
    assert rows(work.session, Reminder, recipient="max@city.example", obligation=KEY.format(cast.payroll)) == []
