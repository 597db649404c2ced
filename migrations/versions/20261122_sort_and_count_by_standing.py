"""Sort and count contracts by how they stand without reading their spans: one index holds what lists ask."""

from alembic import op

revision = "e2b7d90c4f61"
down_revision = "a91e4c07d352"
branch_labels = None
depends_on = None

NAME = "ix_standing_span_until_on_from_on"
BEFORE = ["until_on", "from_on", "standing", "department_id"]
MORE = ["contract_id", "vendor_id", "stage", "tier", "expires_on", "waived_through_on"]


def upgrade() -> None:
    op.drop_index(NAME, table_name="standing_span")
    op.create_index(NAME, "standing_span", [*BEFORE, *MORE])


def downgrade() -> None:
    op.drop_index(NAME, table_name="standing_span")
    op.create_index(NAME, "standing_span", BEFORE)
