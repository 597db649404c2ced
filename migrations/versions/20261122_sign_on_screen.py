"""Sign on screen: codes of their own, what the seal was, and the city's certificates."""

import sqlalchemy as sa
from alembic import op

revision = "3fb7c25e90d4"
down_revision = "5d1e8a40b7c9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "city_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("issuers", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_certificate")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_city_certificate_fingerprint")),
    )
    with op.batch_alter_table("portal_code") as table:
        table.add_column(sa.Column("attestation_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_portal_code_attestation_id"), "attestation", ["attestation_id"], ["id"])
    op.add_column(
        "signing", sa.Column("seal_words", sa.String(length=300), server_default=sa.text("''"), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("signing", "seal_words")
    with op.batch_alter_table("portal_code") as table:
        table.drop_constraint(op.f("fk_portal_code_attestation_id"), type_="foreignkey")
        table.drop_column("attestation_id")
    op.drop_table("city_certificate")
