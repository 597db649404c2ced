"""Fixtures of all tests: a database of each kind, a city with its cast, an application, visitors."""

import asyncio

import pytest

from tests import cast as people
from tests.client import watch
from tests.databases import drop, fresh, settings_for
from tests.moments import Moments
from tests.visitors import Visitors
from tracker.app import create_app
from tracker.database import db
from tracker.services.work import Actor, Work

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(autouse=True)
def _no_loop_of_a_browser(request):
    """Set aside the loop that Playwright leaves running for good: whatever calls asyncio.run would be refused."""
    loop = asyncio._get_running_loop()
    if loop is None or "browser" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture
def moments():
    """The clock of the test, to be moved."""
    return Moments()


@pytest.fixture(params=KINDS)
def database(request, tmp_path):
    """The address of a fresh database; the test runs once on each kind."""
    url = fresh(request.param, tmp_path)
    yield url
    drop(url)


@pytest.fixture
def settings(database, tmp_path):
    """The settings of the test installation."""
    return settings_for(database, tmp_path)


@pytest.fixture
def app(settings, moments):
    """The application on a fresh database, with the clock of the test."""
    app = create_app(settings)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["tracker.clock"] = moments.clock
    watch(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app):
    """The database session of the test, in the application's context."""
    with app.app_context():
        yield db.session()
        db.session.remove()


@pytest.fixture
def work(session, moments, settings):
    """A unit of work of nobody in particular; `acting` gives one of a person."""
    return Work(session, Actor("tracker", None, "Vendor Privacy Tracker"), moments.clock, settings)


@pytest.fixture
def cast(work):
    """The city's people, its two vendors and their contracts, committed."""
    settled = people.settle(work)
    work.session.commit()
    return settled


@pytest.fixture
def acting(work):
    """Give a unit of work acted by a person of staff, or by a contact."""

    def act(number, name="Somebody", kind="person"):
        return Work(work.session, Actor(kind, number, name), work.clock, work.settings)

    return act


@pytest.fixture
def visitors(app, cast, moments):
    """Give test clients: `visitors.person(cast.pia)` signed in, `visitors.contact(cast.cora)`, `visitors.nobody()`."""
    return Visitors(app, moments)
