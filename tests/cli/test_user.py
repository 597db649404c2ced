"""`tracker user`: the first administrator, and everything that can be done without a browser."""

import pytest
from click.testing import CliRunner

from tests.web.signing_in import sign_in, signed_in
from tracker.cli.frame import Installation
from tracker.cli.main import commands

PASSWORD = "seventeen-quiet-otters"
ANN = ["user", "add", "--email", "Ann@City.example", "--name", "Ann", "--role", "administrator"]


@pytest.fixture
def tracker(app, monkeypatch):
    """Run a command on the installation of the test."""
    monkeypatch.setattr(Installation, "settings", app.extensions["tracker.settings"])

    def run(*words, typed=""):
        return CliRunner().invoke(commands, list(words), input=typed, obj=Installation(lambda _settings: app))

    return run


def test_the_first_administrator_types_a_password_twice_and_signs_in(tracker, app):
    result = tracker(*ANN, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    client = app.test_client()
    assert sign_in(client, "ann@city.example").status_code == 303
    assert signed_in(client)


def test_a_weak_password_adds_nobody(tracker):
    result = tracker(*ANN, typed="password1234\npassword1234\n")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert tracker("user", "list").output == ""


def test_a_link_can_be_printed_instead(tracker, app):
    result = tracker(*ANN, "--link")
    path = result.stdout.strip().removeprefix("http://localhost")
    answer = app.test_client().post(path, data={"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 303


def test_people_are_listed_deactivated_and_activated(tracker, cast):
    assert "pia@city.example\tPia Procurement\tprocurement\twhole city\tactive" in tracker("user", "list").output
    assert tracker("user", "deactivate", "pia@city.example").exit_code == 0
    assert "deactivated" in tracker("user", "list").output
    assert tracker("user", "activate", "pia@city.example").exit_code == 0


def test_roles_are_replaced(tracker, cast):
    assert tracker("user", "role", "pia@city.example", "auditor", "manager").exit_code == 0
    assert "auditor, manager" in tracker("user", "list").output


def test_a_department_limits_what_is_seen(tracker, cast):
    result = tracker("user", "add", "--email", "lee@city.example", "--name", "Lee", "--role", "manager",
                     "--department", "library", "--link")  # fmt: skip
    assert result.exit_code == 0
    assert "Lee\tmanager\tLibrary\tactive" in tracker("user", "list").output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["deactivate", "nobody@city.example"], "Nobody here has the address"),
        (["deactivate", "adam@city.example"], "only administrator"),
        (["add", "--email", "x@city.example", "--name", "X", "--role", "manager", "--department", "Moon"], "Moon"),
        (["add", "--email", "pia@city.example", "--name", "X", "--role", "manager", "--link"], "already"),
    ],
)
def test_mistakes_are_told_in_one_sentence(tracker, cast, words, sentence):
    result = tracker("user", *words)
    assert result.exit_code == 1
    assert sentence in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_a_lost_phone_is_helped(tracker, cast):
    result = tracker("user", "reset-password", "--second-factor", "pia@city.example")
    assert result.stdout.startswith("http://localhost/account/reset/")
