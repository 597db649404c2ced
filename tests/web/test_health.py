"""Machines are told whether the product lives and is ready, and nothing about the city."""

from sqlalchemy import text

from tests.databases import settings_for
from tests.mail.letters_for_tests import every_letter
from tracker import jobs
from tracker.app import create_app
from tracker.services import letters
from tracker.services.letters import Recipient


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
