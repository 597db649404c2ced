"""The one door to migrations: bring a database up to date, and tell how it differs from the models."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from tracker.database import Base
from tracker.models import every_table
from tracker.places import data_folder

# Two servers that start together must not both upgrade. Any number does that nothing else in there uses.
UPGRADE_LOCK = 7_236_410_551


class SchemaProblem(Exception):
    """The database cannot be brought up to date; the message says why and what was left as it was."""


def upgrade(url: str, revision: str = "head", progress: Callable[[str], None] | None = None) -> None:
    """Bring the database at `url` to `revision`, making an embedded one (and its folder) if it is missing.

    All or nothing: every step runs in one transaction. `progress` is called with the sentence of each step
    as it is done. Raises SchemaProblem when rows would point at rows that do not exist; nothing has changed.
    """
    _make_folder(url)
    engine = _migration_engine(url)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
            config = _config(connection=connection, progress=progress)
            command.upgrade(config, revision)
            _refuse_orphans(connection)
    finally:
        engine.dispose()


def head_revision() -> str | None:
    """The newest revision that the code knows, or None before the first."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current_revision(engine: Engine) -> str | None:
    """The revision that the database is at, or None when it is empty."""
    with engine.connect() as connection:
        return revision_on(connection)


def revision_on(connection: Connection) -> str | None:
    """The revision that the database of an open connection is at, or None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def drift(engine: Engine) -> list[str]:
    """Each difference between the models and the tables in the database, as one line; empty when equal."""
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_name": is_described}
        context = MigrationContext.configure(connection, opts=options)
        return [repr(difference) for difference in compare_metadata(context, models_metadata())]


def is_described(name: str | None, kind: str, _parents: object = None) -> bool:
    """Tell whether models describe a table or index of this name; those that only serve searching they do not."""
    return kind not in {"table", "index"} or name is None or "_find" not in name


def models_metadata() -> MetaData:
    """The tables of all models."""
    if not every_table.TABLES:
        raise SchemaProblem("No table is known.")
    return Base.metadata


def write_revision(message: str) -> list[Path]:
    """Write the migration from the newest revision to the models of today; give the files written."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/draft.sqlite3"
        upgrade(url)
        engine = _migration_engine(url)
        with engine.connect() as connection:
            scripts = command.revision(_config(connection=connection), message=message, autogenerate=True)
        engine.dispose()
    written = scripts if isinstance(scripts, list) else [scripts]
    return [Path(script.path) for script in written if script is not None]


def _config(**attributes: Any) -> Config:  # noqa: ANN401  # Alembic keeps whatever it is given for env.py
    config = Config()
    config.set_main_option("script_location", str(data_folder("migrations")).replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes.update(attributes)
    return config


def _make_folder(url: str) -> None:
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and parts.database and parts.database != ":memory:":
        Path(parts.database).parent.mkdir(parents=True, exist_ok=True)


def _migration_engine(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _configure_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # Batch mode copies a table and drops the old one: with foreign keys on, that deletes the rows that
    # point at it. The switch works outside a transaction only, so it is thrown here.
    cast("Any", connection).isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys=OFF", "synchronous=FULL", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        table, _row, parent, _key = orphans[0]
        raise SchemaProblem(
            f"After the upgrade {len(orphans)} rows would point at rows that do not exist, the first from "
            f"{table} to {parent}; nothing was changed."
        )
