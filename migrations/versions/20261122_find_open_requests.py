"""Find open requests without reading the closed ones of all years."""

from alembic import op
from sqlalchemy import text

revision = "a91e4c07d352"
down_revision = "d41f7a3b6c20"
branch_labels = None
depends_on = None

OPEN = text("closed_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_request_open", "request", ["id"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_request_open", "request")
