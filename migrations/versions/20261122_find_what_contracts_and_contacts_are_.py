"""Find what contracts and contacts are named in."""

from alembic import op

revision = "54bd5a266dc2"
down_revision = "b4376744f1a3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_attestation_submitted_by_id"), "attestation", ["submitted_by_id"])
    op.create_index(op.f("ix_attestation_element_contract_id"), "attestation_element", ["contract_id"])
    op.create_index(op.f("ix_document_received_from_id"), "document", ["received_from_id"])
    op.create_index(op.f("ix_request_element_contract_id"), "request_element", ["contract_id"])
