"""The tables that migrations make and the tables that the models describe are the same, on both databases."""

import re

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from tests.postgres import postgres_url
from tracker import schema
from tracker.places import data_folder


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def urls(request, tmp_path):
    """Give the addresses of two empty databases of one kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/migrated.sqlite3", f"sqlite:///{tmp_path}/described.sqlite3"
    return postgres_url(f"{tmp_path.name}_migrated"), postgres_url(f"{tmp_path.name}_described")


@pytest.fixture
def engines(urls):
    """Give a database made by migrations, and one made from the models."""
    migrated, described = (create_engine(url, poolclass=NullPool) for url in urls)
    schema.upgrade(urls[0])
    schema.models_metadata().create_all(described)
    return migrated, described


def conditions(engine):
    """Give each table's checks by name, as this database words them."""
    inspector = inspect(engine)
    return {
        table: {
            check["name"]: re.sub(r"\s+", " ", check["sqltext"]) for check in inspector.get_check_constraints(table)
        }
        for table in inspector.get_table_names()
        if table != "alembic_version" and schema.is_described(table, "table")
    }


def test_migrations_make_what_the_models_describe(engines):
    migrated, _described = engines
    assert schema.drift(migrated) == [], 'run: make migration MESSAGE="What changes"'


def test_migrations_make_the_checks_that_the_models_describe(engines):
    migrated, described = engines
    assert conditions(migrated) == conditions(described)


def test_a_database_brought_up_to_date_is_at_the_newest_revision(engines):
    migrated, _described = engines
    assert schema.current_revision(migrated) == schema.head_revision()
    assert schema.head_revision() is not None


def test_upgrading_twice_changes_nothing_and_tells_nothing(urls):
    first: list[str] = []
    second: list[str] = []
    schema.upgrade(urls[0], progress=first.append)
    schema.upgrade(urls[0], progress=second.append)
    assert first
    assert second == []


def test_an_upgrade_that_leaves_orphans_changes_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/orphans.sqlite3"
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))"))
        connection.execute(text("INSERT INTO child VALUES (7)"))
    with pytest.raises(schema.SchemaProblem, match="from child to parent"):
        schema.upgrade(url)
    assert set(inspect(engine).get_table_names()) == {"parent", "child"}


def test_there_is_one_line_of_migrations():
    scripts = ScriptDirectory(str(data_folder("migrations")))
    assert len(scripts.get_heads()) == 1
