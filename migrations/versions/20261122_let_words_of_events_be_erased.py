"""Let the words of an event be erased, and nothing else be done to it: its place, its seal and its moment stay."""

from alembic import op

revision = "41c7e0b8d2f6"
down_revision = "bb38a799d1aa"
branch_labels = None
depends_on = None

KEPT = {
    "event": ("id", "at", "actor_kind", "actor_id", "action"),
    "event_seal": ("position", "event_id", "commitment", "link"),
}
ERASED = {
    "event": "NEW.actor_name = '[erased]' AND NEW.sentence = '[erased]' AND CAST(NEW.details AS TEXT) = '{}'",
    "event_seal": "NEW.salt = ''",
}


def _is_erasure(table: str, same: str) -> str:
    kept = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in KEPT[table])
    return f"{ERASED[table]} AND {kept}"


def upgrade() -> None:
    for table in KEPT:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
            op.execute(
                f"CREATE TRIGGER {table}_refuses_change BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN (NOT ({_is_erasure(table, 'IS NOT DISTINCT FROM')})) EXECUTE FUNCTION refuse_change()"
            )
            continue
        op.execute(f"DROP TRIGGER {table}_refuses_update")
        op.execute(
            f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} WHEN NOT ({_is_erasure(table, 'IS')}) "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )


def downgrade() -> None:
    for table in KEPT:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {table}_refuses_update ON {table}")
            op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
            op.execute(
                f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            continue
        op.execute(f"DROP TRIGGER {table}_refuses_update")
        op.execute(
            f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )
