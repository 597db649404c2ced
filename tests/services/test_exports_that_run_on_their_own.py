"""Files made in the background, and lists that are repeated, each with the permissions of whom it is for."""

from datetime import date, timedelta

import pytest

from tests.cast import rows
from tests.moments import MONDAY
from tracker.documents.store import store_of
from tracker.domain.export_words import ExportForm, ExportRhythm, ExportState
from tracker.models.event import Event
from tracker.models.export_run import ExportRun
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.queries import people
from tracker.services.exports import making, runs, schedules
from tracker.services.exports.runs import NewRun
from tracker.services.exports.schedules import NewSchedule
from tracker.services.rules import Conflict, NotAllowed, RuleBroken


@pytest.fixture
def viewer(work, cast):
    return lambda number: people.viewer(work.session, number)


@pytest.fixture
def worked(work):
    """Let the job make what waits."""
    return lambda: making.work_off(work, work.session.commit)


def once(view="status", query="", form=ExportForm.CSV, day=MONDAY):
    return NewRun(view, query, form, day)


def weekly(recipients, **said):
    told = {"name": "Monday list", "view": "status", "query": "standing=missing", "form": ExportForm.CSV}
    return NewSchedule(**{**told, "rhythm": ExportRhythm.WEEKLY, "first_on": MONDAY, "recipients": recipients, **said})


def text_of(work, run):
    with store_of(work.settings).open(run.digest) as file:
        return file.read().decode()


def test_a_file_is_made_in_the_background_and_kept_for_two_weeks(work, cast, viewer, worked, moments):
    run = runs.ask(work, viewer(cast.pia), once())
    assert runs.ask(work, viewer(cast.pia), once()) is run
    work.session.commit()
    assert "made 1 files" in worked()
    assert (run.state, run.done, run.total) == ("ready", 2, 2)
    assert text_of(work, run).count("\r\n") == 3
    assert len(rows(work.session, Event, action="export:made")) == 1
    assert rows(work.session, Letter) == []
    moments.travel(days=15)
    worked()
    work.session.refresh(run)
    assert run.digest == ""


@pytest.mark.parametrize("form", list(ExportForm))
def test_every_form_can_be_made(work, cast, viewer, worked, form):
    run = runs.ask(work, viewer(cast.pia), once("vendors", form=form))
    work.session.commit()
    worked()
    assert (run.state, run.file_name.rpartition(".")[2]) == ("ready", form)
    assert run.size > 0


def test_a_list_that_is_not_theirs_is_refused_when_asked_and_when_made(work, cast, viewer, worked):
    with pytest.raises(NotAllowed):
        runs.ask(work, viewer(cast.max), once("audit"))
    run = runs.ask(work, viewer(cast.ada), once("audit"))
    run.person_id = cast.max
    work.session.commit()
    worked()
    assert (run.state, run.digest) == ("failed", "")
    assert run.problem == "The person may not have this list any more."


def test_who_left_gets_no_file(work, cast, viewer, worked):
    run = runs.ask(work, viewer(cast.pia), once())
    work.session.get_one(Person, cast.pia).active = False
    work.session.commit()
    worked()
    assert (run.state, run.digest) == ("failed", "")


def test_five_files_wait_at_most_and_a_cancelled_one_is_not_made(work, cast, viewer, worked):
    waiting = [runs.ask(work, viewer(cast.pia), once(query=f"q={number}")) for number in range(5)]
    with pytest.raises(RuleBroken, match="5 of your files"):
        runs.ask(work, viewer(cast.pia), once(query="q=more"))
    runs.ask(work, viewer(cast.oscar), once())
    runs.cancel(work, waiting[0])
    runs.cancel(work, waiting[0])
    work.session.commit()
    assert "made 5 files" in worked()
    assert waiting[0].state == "cancelled"
    with pytest.raises(Conflict):
        runs.cancel(work, waiting[1])


def test_a_file_that_a_killed_process_left_is_made_again(work, cast, viewer, worked, moments):
    run = runs.ask(work, viewer(cast.pia), once())
    run.state = ExportState.RUNNING.value
    work.session.commit()
    assert "made 0" in worked()
    moments.travel(minutes=11)
    assert "made 1 files, took 1 up again" in worked()
    work.session.refresh(run)
    assert run.state == "ready"


def test_a_repeated_list_goes_to_each_recipient_with_what_that_person_may_see(work, cast, viewer, worked, moments):
    schedule = schedules.create(work, viewer(cast.pia), weekly((cast.pia, cast.max), query="on=2020-01-01"))
    work.session.commit()
    moments.go_to(MONDAY, hour=5)
    assert schedules.run_due(work, work.session.commit) == "waits for the hour"
    moments.go_to(MONDAY)
    assert schedules.run_due(work, work.session.commit) == "began 2 files"
    assert schedules.run_due(work, work.session.commit) == "began 0 files"
    assert schedule.next_on == MONDAY + timedelta(days=7)
    worked()
    of_pia, of_max = sorted(rows(work.session, ExportRun), key=lambda run: run.person_id != cast.pia)
    assert of_pia.as_of == of_max.as_of == MONDAY
    assert text_of(work, of_pia).count("\r\n") == 3
    assert text_of(work, of_max).count("\r\n") == 2
    letters = {letter.to_email: letter for letter in rows(work.session, Letter, kind="export")}
    assert letters.keys() == {"pia@city.example", "max@city.example"}
    assert f"/exports/files/{of_max.id}" in letters["max@city.example"].text
    assert letters["max@city.example"].attachment == ""


def test_a_holiday_waits_and_an_outage_gives_one_file(work, cast, viewer, worked, moments):
    saturday = MONDAY + timedelta(days=5)
    schedule = schedules.create(
        work, viewer(cast.pia), weekly((cast.pia,), rhythm=ExportRhythm.DAILY, first_on=saturday)
    )
    work.session.commit()
    moments.go_to(saturday)
    assert schedules.run_due(work, work.session.commit) == "began 0 files"
    moments.go_to(saturday + timedelta(days=23))
    assert schedules.run_due(work, work.session.commit) == "began 1 files"
    assert schedule.next_on == saturday + timedelta(days=24)


def test_the_file_travels_in_the_letter_only_where_the_city_allows_it(work, cast, viewer, worked, settings, moments):
    schedule = schedules.create(work, viewer(cast.pia), weekly((cast.pia,), attaches=True))
    schedules.run(work, schedule)
    settings.exports_attached = True
    work.session.commit()
    worked()
    [letter] = rows(work.session, Letter, kind="export")
    [run] = rows(work.session, ExportRun)
    assert (letter.attachment, letter.attachment_name) == (run.digest, run.file_name)
    assert "The file is attached" in letter.text


def test_a_copy_for_other_systems_lies_in_the_place_of_the_city(work, cast, viewer, worked, settings, tmp_path):
    with pytest.raises(RuleBroken, match="TRACKER_EXPORTS_URL"):
        schedules.create(work, viewer(cast.pia), weekly((), placed=True))
    settings.exports_url = f"file:{tmp_path}/outside"
    schedule = schedules.create(work, viewer(cast.pia), weekly((), placed=True))
    schedules.run(work, schedule)
    work.session.commit()
    worked()
    [run] = rows(work.session, ExportRun)
    file = tmp_path / "outside" / f"export-{schedule.id}" / f"{run.id:08d}-contract-status-{MONDAY}.csv"
    assert (run.state, file.read_bytes().decode()) == ("ready", text_of(work, run))
    assert rows(work.session, Letter, kind="export") == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"first_on": date(2020, 1, 1)}, "first_on"),
        ({"rhythm": ExportRhythm.MONTHLY, "first_on": date(2027, 1, 31)}, "first_on"),
        ({"recipients": ()}, "recipients"),
        ({"recipients": (99999,)}, "recipients"),
        ({"view": "audit"}, "view"),
    ],
)
def test_what_cannot_be_repeated_is_said_beside_its_field(work, cast, viewer, said, field):
    with pytest.raises(RuleBroken) as broken:
        schedules.create(work, viewer(cast.pia), weekly(**{"recipients": (cast.pia,), **said}))
    assert broken.value.field == field


def test_a_recipient_must_be_allowed_the_list(work, cast, viewer):
    with pytest.raises(RuleBroken, match="may not have this list"):
        schedules.create(work, viewer(cast.ada), weekly((cast.ada, cast.max), view="audit"))


def test_an_ended_list_is_not_made_again_and_an_old_form_is_a_conflict(work, cast, viewer, moments):
    schedule = schedules.create(work, viewer(cast.pia), weekly((cast.pia,)))
    work.session.commit()
    schedules.edit(work, viewer(cast.pia), schedule, weekly((cast.oscar,), name="Other"), schedule.version)
    work.session.commit()
    with pytest.raises(Conflict):
        schedules.edit(work, viewer(cast.pia), schedule, weekly((cast.pia,)), schedule.version - 1)
    schedules.end(work, schedule)
    schedules.end(work, schedule)
    work.session.commit()
    moments.go_to(MONDAY + timedelta(days=30))
    assert schedules.run_due(work, work.session.commit) == "began 0 files"
