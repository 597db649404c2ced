"""Make room for lists brought in and exports that repeat."""

import sqlalchemy as sa
from alembic import op

revision = "e7163b0b50bf"
down_revision = "6b0d94f1c2ae"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "editable_export",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("view", sa.String(length=32), nullable=False),
        sa.Column("query", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_editable_export_person_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_editable_export")),
    )
    with op.batch_alter_table("editable_export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_editable_export_person_id"), ["person_id"], unique=False)

    op.create_table(
        "export_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("view", sa.String(length=32), nullable=False),
        sa.Column("query", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("rhythm", sa.String(length=16), nullable=False),
        sa.Column("attaches", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_export_schedule_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_schedule")),
    )
    with op.batch_alter_table("export_schedule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_schedule_next_on"), ["next_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_schedule_person_id"), ["person_id"], unique=False)

    op.create_table(
        "list_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("base", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("skips_refused", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_list_import_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_import")),
    )
    with op.batch_alter_table("list_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_list_import_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_list_import_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_list_import_state_id", ["state", "id"], unique=False)

    op.create_table(
        "name_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("spelling", sa.String(length=300), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_name_decision_person_id")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_name_decision_vendor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_decision")),
        sa.UniqueConstraint("spelling", name=op.f("uq_name_decision_spelling")),
    )
    with op.batch_alter_table("name_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_decision_vendor_id"), ["vendor_id"], unique=False)

    op.create_table(
        "saved_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("headings_key", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_mapping_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_mapping")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_saved_mapping_kind_name")),
    )
    with op.batch_alter_table("saved_mapping", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_mapping_headings_key"), ["headings_key"], unique=False)

    op.create_table(
        "editable_row",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token"], ["editable_export.token"], name=op.f("fk_editable_row_token"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", "record_id", name=op.f("pk_editable_row")),
    )
    op.create_table(
        "export_recipient",
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_export_recipient_person_id")),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["export_schedule.id"], name=op.f("fk_export_recipient_schedule_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("schedule_id", "person_id", name=op.f("pk_export_recipient")),
    )
    with op.batch_alter_table("export_recipient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_recipient_person_id"), ["person_id"], unique=False)

    op.create_table(
        "export_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("view", sa.String(length=32), nullable=False),
        sa.Column("query", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("digest", sa.String(length=64), server_default=sa.text("''"), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("place", sa.String(length=300), server_default=sa.text("''"), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_export_run_person_id")),
        sa.ForeignKeyConstraint(["schedule_id"], ["export_schedule.id"], name=op.f("fk_export_run_schedule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_run")),
    )
    with op.batch_alter_table("export_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_run_digest"), ["digest"], unique=False)
        batch_op.create_index("ix_export_run_person_id_created_at", ["person_id", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_run_schedule_id"), ["schedule_id"], unique=False)
        batch_op.create_index("ix_export_run_state_id", ["state", "id"], unique=False)

    op.create_table(
        "import_row",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fate", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.Column("column", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["list_import.id"], name=op.f("fk_import_row_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_row")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index("ix_import_row_import_id_fate_number", ["import_id", "fate", "number"], unique=False)

    op.create_table(
        "import_trace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["list_import.id"], name=op.f("fk_import_trace_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_trace")),
    )
    with op.batch_alter_table("import_trace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_trace_import_id"), ["import_id"], unique=False)
        batch_op.create_index("ix_import_trace_record", ["record", "record_id"], unique=False)
