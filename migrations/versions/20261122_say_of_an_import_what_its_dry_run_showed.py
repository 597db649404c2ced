"""Say of an import what its dry run showed."""

import sqlalchemy as sa
from alembic import op

revision = "bb38a799d1aa"
down_revision = "e7163b0b50bf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("list_import", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("undecided_are_new", sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )
        batch_op.add_column(sa.Column("outcome", sa.String(length=64), server_default=sa.text("''"), nullable=False))
