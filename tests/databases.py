"""Fresh databases for tests: made once by the migrations, with the catalogue, then copied for each test."""

import atexit
import shutil
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

from psycopg import connect, sql
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.postgres import postgres_url
from tracker import schema
from tracker.clock import Clock
from tracker.config import Settings
from tracker.database import prepare_engine
from tracker.services import catalogue_seeding
from tracker.services.work import TRACKER, Work

ZONE = ZoneInfo("America/Los_Angeles")
SEEDED_AT = datetime(2020, 1, 1, 18, 0, tzinfo=UTC)
NUMBERS = count(1)


def settings_for(url: str, folder: Path) -> Settings:
    """Settings of a test installation that keeps everything under one folder."""
    return Settings(
        database_url=url,
        files_url=f"file:{folder}/files",
        mail_url=f"folder:{folder}/mail",
        secret_key="a-secret-of-the-tests-only-0123456789-abcdefghij",
        base_url="http://localhost",
        sample_mode=False,
        city_name="City of San José",
    )


@cache
def _template(kind: str) -> str:
    folder = Path(mkdtemp(prefix="tracker-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = f"sqlite:///{folder}/template.sqlite3" if kind == "sqlite" else postgres_url(_worker("template"))
    schema.upgrade(url)
    engine = create_engine(url, poolclass=NullPool)
    prepare_engine(engine)
    with Session(engine) as session:
        clock = Clock(ZONE, source=lambda: SEEDED_AT)
        catalogue_seeding.load(Work(session, TRACKER, clock, settings_for(url, folder)))
        session.commit()
    engine.dispose()
    return url


def fresh(kind: str, folder: Path) -> str:
    """Give the address of a new database that holds the tables and the catalogue."""
    template = _template(kind)
    if kind == "sqlite":
        path = make_url(template).database or ""
        shutil.copy(path, folder / "tracker.sqlite3")
        return f"sqlite:///{folder}/tracker.sqlite3"
    url = make_url(template)
    name = f"{url.database}_{next(NUMBERS)}"
    with connect(_server(template), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(url.database or ""))
        )
    return url.set(database=name).render_as_string(hide_password=False)


def drop(url: str) -> None:
    """Throw a database of PostgreSQL away; files go with their folder."""
    parts = make_url(url)
    if parts.get_backend_name() == "postgresql":
        with connect(_server(url), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(parts.database or ""))
            )


def _server(url: str) -> str:
    return make_url(url).set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)


def _worker(name: str) -> str:
    return f"{make_url(postgres_url()).database}_{name}"
