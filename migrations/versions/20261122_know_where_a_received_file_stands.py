"""Know where a received file stands, and which signatures suffice."""

import sqlalchemy as sa
from alembic import op

revision = "5d1e8a40b7c9"
down_revision = "8e5a7f20c9d1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("scan_attempts", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index(op.f("ix_document_scan"), "document", ["scan"])
    op.add_column("requirement_set", sa.Column("signature_kinds", sa.JSON(none_as_null=True), nullable=True))
