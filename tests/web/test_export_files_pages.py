"""The pages of files made in the background and of lists that are repeated."""

import pytest

from tests.cast import rows
from tests.moments import MONDAY
from tracker.models.export_run import ExportRecipient, ExportRun, ExportSchedule
from tracker.services.exports import making
from tracker.web.exports import lists

FORM = {"name": "Monday list", "form": "csv", "rhythm": "weekly", "first_on": MONDAY.isoformat()}


@pytest.fixture
def pia(visitors, cast):
    return visitors.person(cast.pia)


def test_a_file_is_asked_for_made_and_taken_along(pia, work, visitors, cast):
    page = pia.get("/exports/new?list=status&standing=missing").text
    assert "standing: missing" in page
    assert pia.post("/exports/files?list=status&standing=missing", data={"form": "csv"}).location == "/exports/files"
    assert "waits its turn" in pia.get("/exports/files").text
    making.work_off(work, work.session.commit)
    [run] = rows(work.session, ExportRun)
    address = f"/exports/files/{run.id}"
    assert "Download" in pia.get(address).text
    answer = pia.post(address)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=contract-status-{MONDAY}.csv"
    assert answer.data.startswith(b"Vendor,")
    for other in (cast.oscar, cast.max, cast.ada):
        assert visitors.person(other).get(address).status_code == 404
        assert visitors.person(other).post(address).status_code == 404
        assert visitors.person(other).post(f"{address}/cancel").status_code == 404


def test_a_file_that_is_not_kept_any_more_is_said_to_be_gone(pia, work, moments, visitors, cast):
    pia.post("/exports/files?list=vendors", data={"form": "jsonl"})
    making.work_off(work, work.session.commit)
    moments.travel(days=15)
    making.work_off(work, work.session.commit)
    [run] = rows(work.session, ExportRun)
    address = f"/exports/files/{run.id}"
    work.session.rollback()
    answer = visitors.person(cast.pia).post(address)
    assert answer.status_code == 410
    assert "made; not kept any more" in answer.text


def test_a_waiting_file_can_be_cancelled_twice(pia, work):
    pia.post("/exports/files?list=vendors", data={"form": "csv"})
    [run] = rows(work.session, ExportRun)
    for _click in range(2):
        assert pia.post(f"/exports/files/{run.id}/cancel").status_code == 303
    assert "cancelled" in pia.get("/exports/files").text


def test_a_list_of_others_is_not_offered(visitors, cast):
    manager = visitors.person(cast.max)
    assert manager.get("/exports/new?list=audit").status_code == 404
    assert manager.get("/exports/repeat?list=audit").status_code == 404
    assert manager.get("/exports/new?list=nothing").status_code == 404


def test_a_long_list_is_led_into_the_background(pia, monkeypatch):
    monkeypatch.setattr(lists, "MANY", 1)
    answer = pia.get("/exports/status?standing=missing&format=xlsx")
    assert answer.status_code in {200, 303}
    answer = pia.get("/exports/status?format=xlsx&q=C")
    assert (answer.status_code, answer.location) == (303, "/exports/new?list=status&format=xlsx&q=C")
    assert "This list is long" in pia.get(answer.location).text


def test_a_list_is_repeated_changed_run_at_once_and_ended(pia, work, cast):
    page = pia.get("/exports/repeat?list=status&standing=missing&on=2020-01-01").text
    assert "Who gets it" in page
    typed = {**FORM, "recipients": [cast.pia, cast.max]}
    assert pia.post("/exports/repeat?list=status&standing=missing&on=2020-01-01", data=typed).status_code == 303
    [schedule] = rows(work.session, ExportSchedule)
    assert (schedule.query, schedule.next_on) == ("standing=missing", MONDAY)
    address = f"/exports/repeated/{schedule.id}"
    assert "Monday list" in pia.get(address).text
    changed = {**typed, "name": "Other", "recipients": [cast.oscar], "version": str(schedule.version)}
    assert pia.post(address, data=changed).status_code == 303
    assert pia.post(address, data=changed).status_code == 422
    work.session.expire_all()
    assert [row.person_id for row in rows(work.session, ExportRecipient)] == [cast.oscar]
    assert pia.post(f"{address}/now").status_code == 303
    making.work_off(work, work.session.commit)
    assert "Oscar Officer" in pia.get(address).text
    for _click in range(2):
        assert pia.post(f"{address}/end").status_code in {303, 404}
    assert pia.get(address).status_code == 404


def test_what_was_typed_is_kept_when_it_cannot_be_repeated(pia):
    answer = pia.post("/exports/repeat?list=status", data={**FORM, "name": "Kept", "first_on": "2020-01-01"})
    assert answer.status_code == 422
    assert "Choose today or a later day." in answer.text
    assert 'value="Kept"' in answer.text


def test_a_schedule_is_its_makers_alone(pia, work, cast, visitors):
    oscar = visitors.person(cast.oscar)
    pia.post("/exports/repeat?list=status", data={**FORM, "recipients": [cast.pia]})
    [schedule] = rows(work.session, ExportSchedule)
    for address, how in (("", oscar.get), ("", oscar.post), ("/now", oscar.post), ("/end", oscar.post)):
        assert how(f"/exports/repeated/{schedule.id}{address}").status_code == 404


def test_the_menu_of_a_list_leads_there(pia):
    assert "/exports/new?list=vendors" in pia.get("/vendors").text
