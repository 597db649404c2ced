"""The fields of lists of vendors and of their contacts."""

from __future__ import annotations

from typing import Final

from tracker.domain.catalogue_words import ContactRole
from tracker.imports.fields import Field, FieldType, Kind, heading_key
from tracker.imports.shared_fields import (
    CONTACT_EMAIL,
    CONTACT_NAME,
    NOTE,
    PHONE,
    TITLE_OF_PERSON,
    VENDOR,
    VENDOR_NUMBER,
)

VENDORS: Final = Kind(
    "Vendors",
    (
        Field("vendor", "Vendor", required=True, longest=300, synonyms=(*VENDOR.synonyms, "Name")),
        Field(
            "vendor_number",
            "Vendor no.",
            FieldType.NUMBER,
            longest=64,
            synonyms=(*VENDOR_NUMBER.synonyms, "Number", "ID", "No."),
        ),
        Field("website", "Website", longest=300, synonyms=("Web site", "URL", "Web page", "Homepage", "Internet")),
        NOTE,
        Field(
            "aliases",
            "Aliases",
            FieldType.TEXTS,
            longest=300,
            synonyms=(
                "Alias",
                "Also known as",
                "AKA",
                "DBA",
                "Doing business as",
                "Trade name",
                "DBA name",
                "Other names",
            ),
        ),
        CONTACT_NAME,
        CONTACT_EMAIL,
        Field("contact_phone", "Contact phone", longest=50, synonyms=("Phone", "Contact phone number", *PHONE)),
    ),
)

CONTACTS: Final = Kind(
    "Contacts",
    (
        Field("vendor", "Vendor", longest=300, synonyms=VENDOR.synonyms),
        VENDOR_NUMBER,
        Field(
            "email",
            "E-mail",
            FieldType.EMAILS,
            required=True,
            longest=254,
            synonyms=("Email address", "E-mail address", "Mail", "Contact email", "Contact e-mail", "Emails"),
        ),
        Field(
            "name",
            "Name",
            longest=200,
            synonyms=("Contact", "Contact name", "Contact person", "Full name", "Person", "Primary contact"),
        ),
        Field("title", "Title", longest=200, synonyms=TITLE_OF_PERSON),
        Field("phone", "Phone", longest=50, synonyms=PHONE),
        Field(
            "roles",
            "Roles",
            FieldType.WORDS,
            synonyms=("Role", "Contact role", "Contact type"),
            words={
                **{heading_key(role.value): role.value for role in ContactRole},
                "signatory": ContactRole.SIGNER.value,
                "signature": ContactRole.SIGNER.value,
                "main": ContactRole.PRIMARY.value,
                "informationsecurity": ContactRole.SECURITY.value,
                "it": ContactRole.SECURITY.value,
            },
        ),
        Field(
            "language",
            "Language",
            FieldType.WORD,
            synonyms=("Preferred language", "Lang"),
            words={
                "en": "en",
                "eng": "en",
                "english": "en",
                "es": "es",
                "spanish": "es",
                "español": "es",
                "espanol": "es",
                "vi": "vi",
                "vietnamese": "vi",
                "tiếngviệt": "vi",
            },
        ),
    ),
    either=("vendor", "vendor_number"),
)
