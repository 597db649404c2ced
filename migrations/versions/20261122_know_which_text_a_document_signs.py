"""Know which text a received document signs."""

import sqlalchemy as sa
from alembic import op

revision = "d41f7a3b6c20"
down_revision = "7c3e51f0ab18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("text_digest", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("document", "text_digest")
