"""Look again at exceptions, and keep why a waiver was refused or ended."""

import sqlalchemy as sa
from alembic import op

revision = "6b0d94f1c2ae"
down_revision = "3fb7c25e90d4"
branch_labels = None
depends_on = None

# As shipped on the day of this migration; older policies could not say anything of the kind (docs/decisions/0013).
STEPS = [
    {"obligation": "follow-up", "days": days, "to": ["signer", "owner", "privacy officer"]} for days in (-30, -7, 0)
] + [{"obligation": "follow-up", "days": 7, "to": ["owner", "privacy officer"]}]
POLICY = sa.table("policy", sa.column("id", sa.Integer), sa.column("reminder_steps", sa.JSON))


def upgrade() -> None:
    for name in ("refused_reason", "ended_reason"):
        op.add_column("waiver", sa.Column(name, sa.Text(), server_default=sa.text("''"), nullable=False))
    connection = op.get_bind()
    for row in connection.execute(sa.select(POLICY.c.id, POLICY.c.reminder_steps)).all():
        steps = [*row.reminder_steps, *STEPS]
        connection.execute(sa.update(POLICY).where(POLICY.c.id == row.id).values(reminder_steps=steps))
