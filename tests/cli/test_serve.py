"""`tracker serve`, as a process: it says when it is ready, sends letters, and stops when told."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.databases import fresh
from tests.mail.letters_for_tests import every_letter
from tracker.app import create_app
from tracker.config import Settings
from tracker.database import db
from tracker.services import letters
from tracker.services.letters import Recipient
from tracker.services.work import TRACKER, Work

START = "from tracker.app import main; main()"
PATIENCE = 60


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def settings(tmp_path):
    return Settings(
        database_url=fresh("sqlite", tmp_path),
        files_url=f"file:{tmp_path}/files",
        mail_url=f"folder:{tmp_path}/mail",
        sample_mode=True,
    )


@pytest.fixture
def environment(settings):
    names = ("database_url", "files_url", "mail_url")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")},
        **{f"TRACKER_{name.upper()}": str(getattr(settings, name)) for name in names},
        "TRACKER_SAMPLE_MODE": "1",
        "PYTHONUNBUFFERED": "1",
    }


def write_a_letter(settings):
    app = create_app(settings)
    with app.app_context():
        work = Work(db.session(), TRACKER, app.extensions["tracker.clock"], settings)
        to = Recipient("cora@acme.example", "Cora")
        letters.write(work, every_letter("Plain words")["notice"], key="a", kind="notice", to=to)
        work.session.commit()
        db.session.remove()
        db.engine.dispose()


def started(environment, *words):
    return subprocess.Popen(
        [sys.executable, "-c", START, "serve", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def test_it_says_when_it_is_ready_sends_letters_and_stops_when_told(settings, environment, tmp_path):
    write_a_letter(settings)
    port = free_port()
    server = started(environment, "--port", str(port), "--workers", "1")
    try:
        assert server.stdout is not None
        lines = [server.stdout.readline()]
        assert lines[0] == f"The tracker answers at http://127.0.0.1:{port}  (stop with Ctrl-C)\n"
        while "/outbox" not in lines[-1] and lines[-1]:
            lines.append(server.stdout.readline())
        assert str(Path(settings.mail_url.removeprefix("folder:"))) in lines[-1]
        with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:  # an address of ours
            assert answer.read() == b"ready\n"
        assert wait_for(lambda: list(tmp_path.glob("mail/*.eml")))
        second = started(environment, "--port", str(port))
        said, _ = second.communicate(timeout=PATIENCE)
        assert (second.returncode, "it is taken" in said) == (1, True)
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
