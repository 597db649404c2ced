"""An import from its file to its end."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests.cast import rows
from tests.list_imports.conftest import figures
from tests.list_imports.dumps import dump
from tests.list_imports.test_contract_lists import DATA, HEADER
from tracker.documents.store import store_of
from tracker.domain.import_words import ImportKind, ImportState
from tracker.models.contract import Contract
from tracker.models.event import Event
from tracker.models.list_import import ImportRow
from tracker.models.person import PersonDepartment
from tracker.models.vendor import Vendor, VendorAlias
from tracker.services import orphans
from tracker.services.list_imports import matching, runs, working
from tracker.services.list_imports.applying import CHANGED_SINCE
from tracker.services.rules import Conflict, NotAllowed, RuleBroken

LINES = HEADER + "C-1,,Elm Street,,Parks,Trees,,1/1/2026,,7\nC-2,,Oak Lane,,Parks,Roots,,1/1/2026,,7\n"
WRONG = LINES + "C-3,,Fir,,,No department,,1/1/2026,,7\n"


def test_asking_twice_applies_once(desk, session, cast):
    run = desk.begin(LINES)
    for _click in range(2):
        runs.ask_apply(desk.work, run)
        session.commit()
    assert run.state == ImportState.APPLIED
    assert len(rows(session, Event, action="import:applied")) == 1
    assert len(rows(session, Contract, number="C-1")) == 1


def test_all_or_nothing_unless_all_but_the_refused_rows_is_chosen(desk, session, cast):
    run = desk.begin(WRONG)
    with pytest.raises(RuleBroken, match="1 row cannot"):
        runs.ask_apply(desk.work, run)
    session.rollback()
    assert rows(session, Contract, number="C-1") == []
    runs.ask_apply(desk.work, run, skips_refused=True)
    session.commit()
    assert run.state == ImportState.APPLIED
    assert len(rows(session, Contract)) == 4


def test_a_list_with_nothing_new_is_not_applied(desk, session, cast):
    desk.bring(LINES)
    run = desk.begin(LINES)
    with pytest.raises(RuleBroken, match="nothing to bring in"):
        runs.ask_apply(desk.work, run)


def test_what_changed_since_the_person_looked_is_shown_anew_and_not_applied(desk, session, cast):
    run = desk.begin(LINES)
    desk.bring(HEADER + "C-1,,Elm Street,,Parks,Other trees,,1/1/2026,,7\n")
    runs.ask_apply(desk.work, run)
    session.commit()
    assert (run.state, run.problem) == (ImportState.CHECKED, CHANGED_SINCE)
    assert figures(run) == (1, 1, 0, 0, 0)
    assert rows(session, Contract, number="C-1")[0].title == "Other trees"
    runs.ask_apply(desk.work, run)
    session.commit()
    assert rows(session, Contract, number="C-1")[0].title == "Trees"


def test_a_cancelled_list_is_not_applied_and_an_applied_one_not_cancelled(desk, session, cast):
    run, other = desk.begin(LINES), desk.bring(HEADER + "C-7,,Ash,,Parks,Trees,,1/1/2026,,7\n")
    for _click in range(2):
        runs.cancel(desk.work, run)
    session.commit()
    with pytest.raises(Conflict):
        runs.ask_apply(desk.work, run)
    with pytest.raises(Conflict, match="undo"):
        runs.cancel(desk.work, other)


def test_a_large_list_is_checked_and_applied_by_the_job_for_its_person(desk_of, session, cast, work, monkeypatch):
    monkeypatch.setattr(runs, "FEW_ROWS", 1)
    desk = desk_of(cast.pia)
    run = desk.begin(LINES)
    assert run.state == ImportState.WAITING
    working.work_off(work, session.commit)
    assert (run.state, run.done, run.total) == (ImportState.CHECKED, 2, 2)
    runs.ask_apply(desk.work, run)
    session.commit()
    assert run.state == ImportState.STARTING
    working.work_off(work, session.commit)
    assert run.state == ImportState.APPLIED
    (event,) = rows(session, Event, action="import:applied")
    assert (event.actor_kind, event.actor_id) == ("person", cast.pia)


def test_a_check_that_is_cancelled_stops(desk, session, cast, work, monkeypatch):
    monkeypatch.setattr(runs, "FEW_ROWS", 1)
    run = desk.begin(LINES)
    commits = []

    def commit():
        session.commit()
        commits.append(run.state)
        if commits[-1] == ImportState.CHECKING:
            runs.cancel(desk.work, run)
            session.commit()
            session.expire_all()

    working.work_off(work, commit)
    assert run.state == ImportState.CANCELLED
    assert desk.rows(run) == []


def test_what_a_killed_process_left_is_taken_up_once_and_then_put_aside(desk, session, cast, work, moments):
    run = desk.begin(LINES)
    for left, then in ((ImportState.APPLYING, ImportState.APPLIED), (ImportState.CHECKING, ImportState.CHECKED)):
        other = desk.begin(LINES)
        other.state = left
        session.commit()
        working.work_off(work, session.commit)
        assert other.state == left
        moments.travel(minutes=10)
        working.work_off(work, session.commit)
        assert other.state == then
    run.state, run.problem = ImportState.APPLYING, working.CUT_SHORT
    session.commit()
    moments.travel(minutes=10)
    working.work_off(work, session.commit)
    assert (run.state, run.problem) == (ImportState.FAILED, working.CUT_TWICE)


def test_a_person_of_one_department_touches_no_other(desk_of, session, cast):
    session.add(PersonDepartment(person_id=cast.pia, department_id=cast.library))
    session.commit()
    lines = (
        "C-2291,,Acme Payroll,V-100,Library,Wages,,1/1/2026,12/31/2027,5\n"
        "C-3300,,Birch Analytics,V-200,Police,Eyes,,1/1/2026,12/31/2027,5\n"
        "C-8,,Elm,,Police,Trees,,1/1/2026,,5\n"
        "C-9,,Elm,,Parks,Trees,,1/1/2026,,5\n"
    )
    desk = desk_of(cast.pia)
    run = desk.begin(HEADER + lines)
    assert figures(run) == (0, 1, 0, 3, 0)
    assert {row.reason for row in desk.rows(run)[1:]} == {"this is not of your department"}


def test_a_person_of_one_department_is_not_shown_vendors_of_others(desk_of, session, cast):
    line = HEADER + "C-5,,Birch Analytica,,Library,Eyes,,1/1/2026,,5\n"
    desk = desk_of(cast.pia)
    assert figures(desk.begin(line)) == (0, 0, 0, 0, 1)
    session.add(PersonDepartment(person_id=cast.pia, department_id=cast.library))
    session.commit()
    assert figures(desk.begin(line)) == (1, 0, 0, 0, 0)


def test_a_likely_vendor_waits_for_a_decision_which_is_remembered(desk, session, cast):
    line = HEADER + "C-5,,Acme Payrol,,Library,Pay,,1/1/2026,,5\n"
    run = desk.begin(line)
    assert figures(run) == (0, 0, 0, 0, 1)
    (row,) = desk.rows(run)
    assert row.changes[0]["candidates"] == [[cast.acme, "Acme Payroll, Inc.", "V-100", "spelled nearly the same"]]
    with pytest.raises(RuleBroken):
        runs.ask_apply(desk.work, run)
    matching.decide(desk.work, "Acme Payrol", cast.acme)
    runs.check(desk.work, run)
    session.commit()
    assert figures(run) == (1, 0, 0, 0, 0)
    runs.ask_apply(desk.work, run)
    session.commit()
    assert rows(session, Contract, number="C-5")[0].vendor_id == cast.acme
    assert [alias.name for alias in rows(session, VendorAlias)] == ["Acme Payrol"]
    assert figures(desk.begin(line.replace("C-5", "C-6"))) == (1, 0, 0, 0, 0)


def test_a_name_decided_to_be_of_its_own_is_a_new_vendor(desk, session, cast):
    matching.decide(desk.work, "Acme Payrol", None)
    run = desk.bring(HEADER + "C-5,,Acme Payrol,,Library,Pay,,1/1/2026,,5\n")
    assert figures(run) == (1, 0, 0, 0, 0)
    assert len(rows(session, Vendor)) == 3


def test_past_attestations_are_a_privacy_officers_to_bring_in(acting, cast):
    with pytest.raises(NotAllowed):
        runs.begin(acting(cast.pia), ImportKind.ATTESTATIONS, BytesIO(b"a\n"), "a.csv")
    assert runs.begin(acting(cast.oscar), ImportKind.ATTESTATIONS, BytesIO(b"a\n"), "a.csv").person_id == cast.oscar


@pytest.mark.parametrize(("data", "said"), [(b"", "empty"), (b"x" * 11, "larger")])
def test_a_file_that_cannot_be_taken_is_refused(work, data, said, monkeypatch, cast):
    monkeypatch.setattr(runs, "LARGEST", 10)
    with pytest.raises(RuleBroken, match=said):
        runs.begin(work, ImportKind.CONTRACTS, BytesIO(data), "list.csv")


def test_a_file_that_cannot_be_read_fails_in_words(desk, session, cast):
    run = desk.begin(LINES)
    run.mapping = {**run.mapping, "columns": {}}
    runs.check(desk.work, run)
    assert run.state == ImportState.FAILED
    assert "No column is chosen for" in run.problem


def test_the_file_of_an_import_is_kept_for_a_month(desk, session, cast, work, moments, settings):
    run = desk.begin(LINES)
    moments.travel(days=30)
    assert orphans.sweep(work, store_of(settings)) == 0
    moments.travel(days=2)
    assert orphans.sweep(work, store_of(settings)) == 1
    assert not store_of(settings).holds(run.digest)


def test_checking_again_leaves_one_set_of_rows_and_changes_nothing(desk, session, cast):
    before = dump(session)
    run = desk.begin(DATA / "philadelphia-excerpt-q1.csv")
    runs.check(desk.work, run)
    session.commit()
    assert session.scalar(select(func.count()).select_from(ImportRow)) == 34
    assert dump(session) == before
