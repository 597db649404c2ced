"""Fixtures of the stories: the application on a real port, a real browser, and the city's mail."""

import email
import re
import threading
from contextlib import closing
from email import policy
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import ThreadedWSGIServer, make_server

from tests import cast as people
from tests.chromium import chromium_path
from tests.databases import settings_for
from tests.stories.visitor import Visitor
from tracker.app import create_app
from tracker.database import db
from tracker.mail import sender
from tracker.models.person import Person
from tracker.services import credentials, sending
from tracker.services.work import TRACKER, Work

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def first(pattern, text):
    """What a pattern finds first; a text without it fails the test."""
    found = re.search(pattern, text)
    assert found, f"{pattern} is not in {text}"
    return found[0]


class Mail:
    """The letters of the city, kept in a folder as a mail server would hand them out."""

    def __init__(self, app, moments):
        self.app, self.moments = app, moments
        self.settings = app.extensions["tracker.settings"]

    def arrives(self):
        """Send everything that waits."""
        with self.app.app_context():
            work = Work(db.session(), TRACKER, self.moments.clock, self.settings)
            with closing(sender.transport_for(self.settings.mail_url)) as transport:
                sending.deliver(work, transport, db.session.commit)
            db.session.remove()

    def newest(self, address, words):
        """The text of the newest letter to an address whose subject holds some words."""
        self.arrives()
        folder = Path(self.settings.mail_url.removeprefix("folder:"))
        found = []
        for path in sorted(folder.glob("**/*.eml"), key=lambda path: path.stat().st_mtime_ns):
            letter = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            if address in letter["To"] and words in letter["Subject"]:
                body = letter.get_body(("plain",))
                assert body is not None
                found.append(body.get_content())
        assert found, f"no letter to {address} about {words!r}"
        return found[-1]

    def link(self, address, words):
        return first(r"http://127\.0\.0\.1:\d+\S+", self.newest(address, words))

    def code(self, address):
        return first(r"\b\d{6}\b", self.newest(address, "code"))


@pytest.fixture
def settings(database, tmp_path):
    """Settings that name the port on which the story is served."""
    chosen = settings_for(database, tmp_path)
    with make_server("127.0.0.1", 0, lambda _environ, _start: []) as probe:
        chosen.base_url = f"http://127.0.0.1:{probe.port}"
    return chosen


@pytest.fixture
def app(settings, moments):
    """The application as it is served: with its form tokens."""
    app = create_app(settings)
    app.extensions["tracker.clock"] = moments.clock
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def city(app, settings, moments):
    """The cast, each person of staff with the password of the tests, served on its port."""
    with app.app_context():
        work = Work(db.session(), TRACKER, moments.clock, settings)
        cast = people.settle(work)
        hashed = credentials.hashed(people.PASSWORD)
        for person in people.rows(work.session, Person):
            person.password = hashed
        work.session.commit()
        db.session.remove()
    server = make_server("127.0.0.1", int(settings.base_url.rpartition(":")[2]), app, threaded=True)
    assert isinstance(server, ThreadedWSGIServer)
    # Closing it waits for the requests under way: each holds a connection that the pool must get back.
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield cast
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def mail(app, moments):
    """The mail that the city sends."""
    return Mail(app, moments)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all stories of a worker."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, settings, city):
    """Give visitors, each with a browser window of its own: `visit(width=390)`."""
    contexts = []

    def open_window(width=1280, *, scripts=True):
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        return Visitor(context.new_page(), settings.base_url, scripts=scripts)

    yield open_window
    for context in contexts:
        context.close()
