"""The fields of lists of data schedules and of past attestations."""

from __future__ import annotations

from typing import Final

from tracker.domain.catalogue_words import Direction, Form
from tracker.imports.fields import Field, FieldType, Kind, heading_key
from tracker.imports.shared_fields import CONTRACT_NUMBER, NOTE, TITLE_OF_PERSON

SCHEDULES: Final = Kind(
    "Data schedules",
    (
        CONTRACT_NUMBER,
        Field(
            "element",
            "Data element",
            required=True,
            longest=200,
            synonyms=("Element", "Data", "Personal data", "Data type", "Data category", "Kind of data", "Element code"),
        ),
        Field("other_text", "Other data", longest=200, synonyms=("Other", "Other text", "If other")),
        Field(
            "subjects",
            "Data subjects",
            FieldType.TEXTS,
            longest=100,
            synonyms=("Subjects", "About whom", "People", "Data subject"),
        ),
        Field("purpose", "Purpose", FieldType.LONG, longest=32_000, synonyms=("Purposes", "Use", "Used for", "Why")),
        Field(
            "direction",
            "Direction",
            FieldType.WORD,
            synonyms=("Flow", "Data flow"),
            words={
                heading_key(said): direction.value
                for direction, ways in (
                    (
                        Direction.CITY_GIVES,
                        ("city gives", "gives", "shared", "shared with vendor", "city to vendor", "given"),
                    ),
                    (Direction.VENDOR_COLLECTS, ("vendor collects", "collects", "collected", "vendor to city")),
                )
                for said in ways
            },
        ),
        Field(
            "form",
            "Form",
            FieldType.WORD,
            synonyms=("Data form", "Identifiability"),
            words={
                **{heading_key(form.value): form.value for form in Form},
                "identified": Form.IDENTIFIABLE.value,
                "pseudonymised": Form.PSEUDONYMIZED.value,
                "anonymised": Form.ANONYMIZED.value,
                "anonymous": Form.ANONYMIZED.value,
                "aggregate": Form.AGGREGATED.value,
            },
        ),
        Field("retention", "Retention", longest=200, synonyms=("Retention period", "Kept for", "Kept until")),
        Field("country", "Country", longest=100, synonyms=("Location", "Country of storage", "Stored in", "Where")),
        Field("from_on", "From", FieldType.DAY, synonyms=("From date", "Start", "Start date", "Since", "Shared from")),
        Field(
            "through_on",
            "Through",
            FieldType.DAY,
            synonyms=("Until", "To", "End", "End date", "Shared through", "Shared until"),
        ),
    ),
)

ATTESTATIONS: Final = Kind(
    "Past attestations",
    (
        CONTRACT_NUMBER,
        Field(
            "signer_name",
            "Signed by",
            required=True,
            longest=200,
            synonyms=("Signer", "Signer name", "Signatory", "Name of signer", "Attested by", "Name"),
        ),
        Field("signer_title", "Signer title", longest=200, synonyms=("Title", *TITLE_OF_PERSON)),
        Field(
            "signer_email",
            "Signer e-mail",
            FieldType.EMAILS,
            longest=254,
            synonyms=("Email", "E-mail", "Email address", "Signer email", "Signer email address"),
        ),
        Field(
            "signed_on",
            "Signed on",
            FieldType.DAY,
            required=True,
            synonyms=("Signed", "Date signed", "Signature date", "Attested on", "Attestation date", "Date"),
        ),
        Field(
            "through_on",
            "Expires on",
            FieldType.DAY,
            synonyms=(
                "Expires",
                "Expiration date",
                "Expiry date",
                "Valid through",
                "Valid until",
                "Through",
                "End date",
            ),
        ),
        Field(
            "requirement_version",
            "Requirement version",
            longest=100,
            synonyms=("Version", "Requirements", "Requirements version", "Form version"),
        ),
        NOTE,
    ),
)
