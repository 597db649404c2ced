"""Run by Alembic for each command; tracker.schema gives it the connection and owns the transaction."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import Script
from sqlalchemy import Connection

from tracker.database import UTCDateTime
from tracker.schema import models_metadata


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


def run(connection: Connection) -> None:
    """Run the migrations asked for, inside the transaction that is already open."""
    context.configure(
        connection=connection,
        target_metadata=models_metadata(),
        render_as_batch=True,
        render_item=plain_type,
        compare_type=True,
        compare_server_default=True,
        on_version_apply=tell,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
