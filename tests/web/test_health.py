"""Machines are told whether the product lives and is ready, and nothing about the city."""

from sqlalchemy import text

from tests.databases import settings_for
from tests.mail.letters_for_tests import every_letter
from tracker import jobs
from tracker.app import create_app
from tracker.queries.health import health
from tracker.services import letters
from tracker.services.letters import Recipient
from tracker.web.health import banner


def test_a_good_installation_is_alive_and_ready(visitors, cast):
    nobody = visitors.nobody()
    assert (nobody.get("/healthz").status_code, nobody.get("/healthz").text) == (200, "alive\n")
    assert (nobody.get("/readyz").status_code, nobody.get("/readyz").text) == (200, "ready\n")


def test_a_silent_scheduler_and_stuck_letters_are_not_ready(visitors, app, work, cast, moments):
    jobs.tick(app, "a", jobs.SENDING, jobs.send)
    to = Recipient("cora@acme.example", "Cora")
    letters.write(work, every_letter("Plain words")["notice"], key="a", kind="notice", to=to)
    work.session.commit()
    moments.travel(minutes=70)
    answer = visitors.nobody().get("/readyz")
    assert answer.status_code == 503
    assert answer.text == "The scheduler has not run for an hour.\nLetters have waited for more than an hour.\n"
    assert visitors.nobody().get("/healthz").status_code == 200


def test_a_database_of_another_revision_is_not_ready(visitors, work, cast):
    work.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    work.session.commit()
    answer = visitors.nobody().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "The database is not up to date.\n")


def test_without_a_database_it_is_alive_and_not_ready(tmp_path):
    (tmp_path / "folder").mkdir()
    app = create_app(settings_for(f"sqlite:///{tmp_path}/folder", tmp_path))
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "The database cannot be used.\n")


def silent(app, moments):
    jobs.tick(app, "web-1:12:abc", jobs.SENDING, jobs.send)
    moments.travel(minutes=70)


def test_administrators_see_what_stands_still_on_every_page_and_others_that_letters_may_be_late(
    visitors, app, work, cast, moments
):
    silent(app, moments)
    for path in ("/overview", "/contracts", "/vendors"):
        page = visitors.person(cast.adam).get(path).text
        assert "The scheduler has not run for an hour." in page
        assert 'href="/health"' in page
        page = visitors.person(cast.pia).get(path).text
        assert "The scheduler has not run" not in page
        assert "Letters may be late." in page
        assert "Letters may be late." not in visitors.person(cast.max).get(path).text


def test_the_banner_goes_when_work_goes_on(visitors, app, work, cast, moments):
    silent(app, moments)
    client = visitors.person(cast.adam)
    assert "has not run for an hour" in client.get("/overview").text
    jobs.tick(app, "web-1:12:abc", jobs.SENDING, jobs.send)
    moments.travel(minutes=1)
    assert "has not run for an hour" not in client.get("/overview").text


def test_the_banner_is_worked_out_once_in_fifteen_seconds(visitors, app, work, cast, monkeypatch):
    asked = []

    def counted(*parts):
        asked.append(parts)
        return health(*parts)

    monkeypatch.setattr(banner, "health", counted)
    client = visitors.person(cast.adam)
    for _ in range(3):
        assert client.get("/overview").status_code == 200
    assert len(asked) == 1
    assert visitors.person(cast.max).get("/overview").status_code == 200
    assert len(asked) == 1


def test_the_health_page_says_who_leads_when_jobs_ran_and_how_letters_leave(visitors, app, work, cast, moments):
    jobs.tick(app, "web-1:12:abc", jobs.SENDING, jobs.send)
    page = visitors.person(cast.adam).get("/health").text
    assert "web-1" in page
    assert "sent 0, to try again 0, refused 0" in page
    assert "Everything works." in page
    assert "none yet" in page
    moments.travel(minutes=70)
    assert "The scheduler has not run for an hour." in visitors.person(cast.ada).get("/health").text
    assert visitors.person(cast.max).get("/health").status_code == 403


def test_a_job_that_failed_is_not_ready_and_named_on_the_page(visitors, app, work, cast, caplog):
    def fail(_work):
        raise RuntimeError("secret words")

    jobs.tick(app, "a", "reminders", fail)
    answer = visitors.nobody().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "The job “reminders” failed when it last ran.\n")
    page = visitors.person(cast.adam).get("/health").text
    assert "failed: RuntimeError" in page
    assert "secret words" not in page
