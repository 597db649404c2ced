"""Find names by their parts: an index of letter triples for vendors and contracts."""

from alembic import op
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

revision = "7c3e51f0ab18"
down_revision = "5b1d0c7e9a42"
branch_labels = None
depends_on = None

TABLES = ("vendor", "contract")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
        return
    for table in TABLES:
        _sqlite(table)


def _sqlite(table: str) -> None:
    # The index keeps no copy of the text; the triggers tell it what left and what came.
    find = f"{table}_find"
    gone = f"INSERT INTO {find} ({find}, rowid, search_text) VALUES ('delete', old.id, old.search_text)"  # noqa: S608  # names written here
    came = f"INSERT INTO {find} (rowid, search_text) VALUES (new.id, new.search_text)"  # noqa: S608  # names written here
    op.execute(
        f"CREATE VIRTUAL TABLE {find} USING fts5 "
        f"(search_text, content='{table}', content_rowid='id', tokenize='trigram', detail='full')"
    )
    op.execute(f"CREATE TRIGGER {find}_insert AFTER INSERT ON {table} BEGIN {came}; END")
    op.execute(f"CREATE TRIGGER {find}_delete AFTER DELETE ON {table} BEGIN {gone}; END")
    op.execute(
        f"CREATE TRIGGER {find}_update AFTER UPDATE OF search_text ON {table} "
        f"WHEN old.search_text <> new.search_text BEGIN {gone}; {came}; END"
    )
    op.execute(f"INSERT INTO {find} ({find}) VALUES ('rebuild')")  # noqa: S608  # names written here


def _postgresql() -> None:
    # Without the extension, or without the right to add it, searching reads every name: slower, not wrong.
    connection = op.get_bind()
    offered = connection.scalar(text("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'"))
    if not offered:
        return
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except DBAPIError:
        return
    for table in TABLES:
        op.execute(f"CREATE INDEX {table}_find_trigram ON {table} USING gin (search_text gin_trgm_ops)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP INDEX IF EXISTS {table}_find_trigram")
        return
    for table in TABLES:
        for deed in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER {table}_find_{deed}")
        op.execute(f"DROP TABLE {table}_find")
