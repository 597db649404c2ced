"""Fields that several kinds of lists have."""

from __future__ import annotations

from typing import Final

from tracker.imports.fields import Field, FieldType

CONTRACT_NUMBER: Final = Field(
    "contract_number",
    "Contract no.",
    FieldType.NUMBER,
    required=True,
    longest=64,
    synonyms=(
        "Contract number",
        "Contract",
        "Contract ID",
        "Agreement number",
        "Agreement ID",
        "Agreement",
        "Purchase order",
        "Purchase order number",
        "Purchase Order (Contract) Number",
        "PO number",
        "Document number",
        "original_contract_id",
        "Contract ref",
        "Contract reference",
        "Reference",
        "Reference number",
        "Número de contrato",
    ),
)
VENDOR: Final = Field(
    "vendor",
    "Vendor",
    required=True,
    longest=300,
    synonyms=(
        "Vendor name",
        "Supplier",
        "Supplier name",
        "Contractor",
        "Contractor name",
        "Prime contractor",
        "Company",
        "Company name",
        "Awardee",
        "Payee",
        "Provider",
        "Consultant",
        "Business name",
        "Legal name",
        "Organization",
        "Firm",
        "Vendor legal name",
        "Proveedor",
        "Contratista",
    ),
)
VENDOR_NUMBER: Final = Field(
    "vendor_number",
    "Vendor no.",
    FieldType.NUMBER,
    longest=64,
    synonyms=(
        "Vendor number",
        "Vendor ID",
        "Vendor code",
        "Supplier number",
        "Supplier ID",
        "Supplier code",
        "Contractor ID",
        "Payee ID",
    ),
)
NOTE: Final = Field(
    "note", "Note", FieldType.LONG, longest=32_000, synonyms=("Notes", "Comment", "Comments", "Remarks")
)
CONTACT_EMAIL: Final = Field(
    "contact_email",
    "Contact e-mail",
    FieldType.EMAILS,
    longest=254,
    synonyms=(
        "Contact email",
        "Email",
        "E-mail",
        "Email address",
        "E-mail address",
        "Vendor email",
        "Vendor contact email",
        "Supplier email",
        "Contractor email",
    ),
)
CONTACT_NAME: Final = Field(
    "contact_name",
    "Contact",
    longest=200,
    synonyms=("Contact name", "Contact person", "Vendor contact", "Supplier contact", "Primary contact"),
)
TITLE_OF_PERSON: Final = ("Job title", "Position", "Contact title")
PHONE: Final = ("Telephone", "Phone number", "Tel", "Contact phone", "Mobile")
