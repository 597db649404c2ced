"""Seal the events recorded so far, say so by a first checkpoint, and keep seals and checkpoints as written."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.domain.event_chain import BEGINNING, SALT_BYTES, Seal, ToldEvent, seal

revision = "8e5a7f20c9d1"
down_revision = "c84e19d7a305"
branch_labels = None
depends_on = None

TABLES = ("event_seal", "checkpoint")
AT_ONCE = 1000
EVENTS = sa.text(
    "SELECT id, at, actor_kind, actor_id, actor_name, action, sentence, CAST(details AS TEXT) FROM event "
    "WHERE id > :last ORDER BY id LIMIT :most"
)
SUBJECTS = sa.text("SELECT event_id, kind, subject_id FROM event_subject WHERE event_id BETWEEN :first AND :last")
SEALS = sa.table("event_seal", *(sa.column(name) for name in Seal.__slots__))
CHECKPOINTS = sa.table(
    "checkpoint",
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("position"),
    sa.column("link"),
    sa.column("handed_to"),
)


def upgrade() -> None:
    op.create_index("ix_event_subject_event_id", "event_subject", ["event_id"])
    _seal_what_is_there(op.get_bind())
    _keep_as_written()


def _seal_what_is_there(bind: sa.Connection) -> None:
    position, link = 0, BEGINNING
    for events in _events(bind):
        rows = []
        for event in events:
            position += 1
            one = seal(link, position, token_hex(SALT_BYTES), event)
            link = one.link
            rows.append({name: getattr(one, name) for name in Seal.__slots__})
        bind.execute(sa.insert(SEALS), rows)
    if position:
        words = f"sealed later: {position} events were recorded before the chain began"
        # A migration asks no clock of the application; the moment is that of the upgrade.
        now = datetime.now(UTC)  # noqa: TID251
        stored = now.replace(tzinfo=None) if bind.dialect.name == "sqlite" else now
        bind.execute(sa.insert(CHECKPOINTS).values(at=stored, position=position, link=link, handed_to=words))


def _events(bind: sa.Connection) -> Iterator[list[ToldEvent]]:
    last = 0
    while rows := bind.execute(EVENTS, {"last": last, "most": AT_ONCE}).all():
        subjects: dict[int, list[tuple[str, int]]] = {}
        for event_id, kind, number in bind.execute(SUBJECTS, {"first": rows[0][0], "last": rows[-1][0]}):
            subjects.setdefault(event_id, []).append((kind, number))
        yield [_told(tuple(row), subjects) for row in rows]
        last = rows[-1][0]


def _told(row: tuple[Any, ...], subjects: dict[int, list[tuple[str, int]]]) -> ToldEvent:
    number, at, *who_and_what, details = row
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at).replace(tzinfo=UTC)
    return ToldEvent(number, moment, *who_and_what, json.loads(details), tuple(subjects.get(number, ())))


def _keep_as_written() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            continue
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{deed.lower()} BEFORE {deed} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
            continue
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{deed}")
    op.drop_index("ix_event_subject_event_id", "event_subject")
