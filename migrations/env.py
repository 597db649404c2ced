"""Run by Alembic for each command; tracker.schema gives it the connection and owns the transaction."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal, TypeGuard

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateForeignKeyOp, CreateTableOp, MigrationScript, ModifyTableOps
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import Script
from sqlalchemy import Connection, ForeignKeyConstraint

from tracker.database import UTCDateTime
from tracker.schema import is_described, models_metadata


def plain_type(kind: str, thing: object, _autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that migrations never change with the code."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def tell(
    ctx: MigrationContext,  # noqa: ARG001  # Alembic names these four arguments
    step: MigrationInfo,
    heads: Collection[Any],  # noqa: ARG001
    run_args: Mapping[str, Any],  # noqa: ARG001
) -> None:
    """Tell whoever waits which step was just done."""
    progress: Callable[[str], None] | None = context.config.attributes.get("progress")
    if progress is not None and isinstance(step.up_revision, Script):
        progress(step.up_revision.doc)


def is_circular(item: object) -> TypeGuard[ForeignKeyConstraint]:
    """Tell whether this is a foreign key between tables that point at each other."""
    return isinstance(item, ForeignKeyConstraint) and bool(item.use_alter)


def add_circular_keys_last(_context: MigrationContext, _revision: object, scripts: list[MigrationScript]) -> None:
    """Add circular foreign keys when all tables exist; Alembic writes them where PostgreSQL skips them."""
    for script in scripts:
        operations = script.upgrade_ops.ops if script.upgrade_ops else []
        for table in [operation for operation in operations if isinstance(operation, CreateTableOp)]:
            late = [item for item in table.columns if is_circular(item)]
            table.columns = [item for item in table.columns if not is_circular(item)]
            keys = [CreateForeignKeyOp.from_constraint(key) for key in late]
            for key in keys:
                key.kw.pop("use_alter", None)
            if keys:
                operations.append(ModifyTableOps(table.table_name, keys))


def run(connection: Connection) -> None:
    """Run the migrations asked for, inside the transaction that is already open."""
    context.configure(
        connection=connection,
        target_metadata=models_metadata(),
        render_as_batch=True,
        include_name=is_described,
        render_item=plain_type,
        compare_type=True,
        compare_server_default=True,
        on_version_apply=tell,
        process_revision_directives=add_circular_keys_last,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
