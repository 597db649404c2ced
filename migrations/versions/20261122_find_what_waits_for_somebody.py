"""Find what waits for somebody by who must act, without reading all spans that hold."""

from alembic import op

revision = "f3a95c17d6e2"
down_revision = "b6d20f8e1a37"
branch_labels = None
depends_on = None

NAME = "ix_standing_span_stage_until_on"
COLUMNS = ["stage", "until_on", "from_on", "tier", "contract_id", "department_id"]


def upgrade() -> None:
    op.create_index(NAME, "standing_span", COLUMNS)


def downgrade() -> None:
    op.drop_index(NAME, table_name="standing_span")
