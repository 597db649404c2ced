"""Draft versions, keep published ones as they are, and ask in waves."""

import sqlalchemy as sa
from alembic import op

revision = "c84e19d7a305"
down_revision = "60acfffd2fab"
branch_labels = None
depends_on = None

REFUSED = "a published version of the requirements is never changed"
PUBLISHED = "EXISTS (SELECT 1 FROM requirement_version WHERE id = {row}.version_id AND published_at IS NOT NULL)"
HEAD_CHANGED = (
    "OLD.published_at IS NOT NULL AND NEW.published_at IS NOT NULL AND (OLD.set_id <> NEW.set_id "
    "OR OLD.number <> NEW.number OR OLD.effective_on <> NEW.effective_on OR OLD.grace_days <> NEW.grace_days)"
)
CLAUSE_DEEDS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def upgrade() -> None:
    op.add_column("clause", sa.Column("row_version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.drop_table("campaign_vendor")
    op.drop_table("campaign")
    _campaigns()
    op.create_table(
        "recount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recount")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("per_wave", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_campaign_started_by_id")),
        sa.ForeignKeyConstraint(["version_id"], ["requirement_version.id"], name=op.f("fk_campaign_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index(op.f("ix_campaign_version_id"), "campaign", ["version_id"])
    op.create_table(
        "campaign_vendor",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("ask_on", sa.Date(), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("hindrance", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_vendor_campaign_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_campaign_vendor_request_id")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_campaign_vendor_vendor_id")),
        sa.PrimaryKeyConstraint("campaign_id", "vendor_id", name=op.f("pk_campaign_vendor")),
    )
    op.create_index(op.f("ix_campaign_vendor_vendor_id"), "campaign_vendor", ["vendor_id"])
    op.create_index(op.f("ix_campaign_vendor_request_id"), "campaign_vendor", ["request_id"])
    op.create_table(
        "campaign_contract",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("out_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_contract_campaign_id")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_campaign_contract_contract_id")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_campaign_contract_vendor_id")),
        sa.PrimaryKeyConstraint("campaign_id", "contract_id", name=op.f("pk_campaign_contract")),
    )
    op.create_index(op.f("ix_campaign_contract_contract_id"), "campaign_contract", ["contract_id"])


def _guard_sqlite() -> None:
    for deed, rows in CLAUSE_DEEDS.items():
        published = " OR ".join(PUBLISHED.format(row=row) for row in rows)
        op.execute(
            f"CREATE TRIGGER clause_refuses_{deed.lower()} BEFORE {deed} ON clause WHEN {published} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
    for deed, when in (("UPDATE", HEAD_CHANGED), ("DELETE", "OLD.published_at IS NOT NULL")):
        op.execute(
            f"CREATE TRIGGER requirement_version_refuses_{deed.lower()} BEFORE {deed} ON requirement_version "
            f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def _guard_postgresql() -> None:
    old, new = PUBLISHED.format(row="OLD"), PUBLISHED.format(row="NEW")
    op.execute(
        "CREATE FUNCTION refuse_clause_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN IF {old} THEN RAISE EXCEPTION '{REFUSED}'; END IF; END IF; "
        f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF {new} THEN RAISE EXCEPTION '{REFUSED}'; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        "CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION '{REFUSED}'; END IF; "
        f"RETURN OLD; END IF; IF {HEAD_CHANGED} THEN RAISE EXCEPTION '{REFUSED}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER clause_refuses_change BEFORE INSERT OR UPDATE OR DELETE ON clause "
        "FOR EACH ROW EXECUTE FUNCTION refuse_clause_change()"
    )
    op.execute(
        "CREATE TRIGGER requirement_version_refuses_change BEFORE UPDATE OR DELETE ON requirement_version "
        "FOR EACH ROW EXECUTE FUNCTION refuse_version_change()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER clause_refuses_change ON clause")
        op.execute("DROP TRIGGER requirement_version_refuses_change ON requirement_version")
        op.execute("DROP FUNCTION refuse_clause_change()")
        op.execute("DROP FUNCTION refuse_version_change()")
    else:
        for deed in CLAUSE_DEEDS:
            op.execute(f"DROP TRIGGER clause_refuses_{deed.lower()}")
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER requirement_version_refuses_{deed}")
    op.drop_table("recount")
    op.drop_table("campaign_contract")
    for column in ("reason", "paused_at", "due_days", "first_on", "row_version"):
        op.drop_column("campaign", column)
    op.drop_column("campaign_vendor", "tried_on")
    op.drop_column("clause", "row_version")
