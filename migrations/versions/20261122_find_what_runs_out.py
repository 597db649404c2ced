"""Find what runs out by its last covered day, without reading all that complies."""

from alembic import op

revision = "b6d20f8e1a37"
down_revision = "e2b7d90c4f61"
branch_labels = None
depends_on = None

NAME = "ix_standing_span_standing_expires_on"
COLUMNS = ["standing", "expires_on", "contract_id", "from_on", "until_on", "department_id", "tier"]


def upgrade() -> None:
    op.create_index(NAME, "standing_span", COLUMNS)


def downgrade() -> None:
    op.drop_index(NAME, table_name="standing_span")
