"""Let files travel with letters."""

import sqlalchemy as sa
from alembic import op

revision = "b4376744f1a3"
down_revision = "41c7e0b8d2f6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, length in (("attachment", 64), ("attachment_name", 200)):
        op.add_column("letter", sa.Column(name, sa.String(length), server_default=sa.text("''"), nullable=False))
