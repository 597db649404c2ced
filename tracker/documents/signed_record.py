"""What was signed on screen as a PDF: the whole text, the signer, and a certificate of completion."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

import typst

from tracker.documents.attestation_form import Pair, text_values
from tracker.domain.agreed_text import AgreedText
from tracker.domain.days import day_words
from tracker.places import data_folder

ARCHIVABLE: Final = "a-2a"
"""PDF/A-2 with its structure tagged."""
PLAIN: Final = "1.7"


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """What the city recorded of a signature on screen; moments are aware, `consent` is one string per paragraph.

    Address and browser are kept too, but not in a paper that goes around.
    """

    text: AgreedText
    typed_name: str
    typed_title: str
    authority: str
    email: str
    proved_by: str
    consent: Sequence[str]
    opened_at: datetime
    consented_at: datetime
    proved_at: datetime
    signed_at: datetime


class Made(NamedTuple):
    """A PDF; `archivable` says whether it is PDF/A, which forbids signs that none of the fonts has."""

    data: bytes
    archivable: bool


def signed_record(city: str, record: SignedRecord, zone: ZoneInfo) -> Made:
    """Return the record as tagged PDF/A-2a in letter size, or as plain tagged PDF where its text does not allow that.

    What people typed travels as data and is never read as markup. Raises typst.TypstError on a fault of ours.
    """
    values = json.dumps({**text_values(city, record.text), **_values(record, zone)})
    try:
        return Made(_compiled(values, ARCHIVABLE), archivable=True)
    except typst.TypstError:
        return Made(_compiled(values, PLAIN), archivable=False)


def _compiled(values: str, standard: Literal["a-2a", "1.7"]) -> bytes:
    folder = data_folder("templates") / "documents"
    found = typst.compile(
        folder / "signed_record.typ",
        root=folder,
        sys_inputs={"form": values},
        format="pdf",
        pdf_standards=standard,
        pdf_tags=True,
    )
    if not isinstance(found, bytes):
        raise TypeError("typst gave no single PDF")
    return found


def moment_words(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment so that nobody has to guess: "November 23, 2026, 09:31:05 PST (UTC-0800)"."""
    local = at.astimezone(zone)
    return f"{day_words(local.date())}, {local:%H:%M:%S} {local.tzname()} (UTC{local:%z})"


def _values(record: SignedRecord, zone: ZoneInfo) -> Mapping[str, object]:
    day = record.signed_at.astimezone(zone).date()
    facts: list[Pair] = [
        ("Signer", f"{record.typed_name}, {record.typed_title}"),
        ("Authority to sign", record.authority),
        ("E-mail address", record.email),
        ("Proved by", record.proved_by),
        ("Digest of the text", record.text.digest()),
        ("Time zone", zone.key),
        ("Also kept", "The network address and the browser, which the city's privacy officers and auditors can see."),
    ]
    steps: list[Pair] = [
        ("Text opened", moment_words(record.opened_at, zone)),
        ("Consent given", moment_words(record.consented_at, zone)),
        ("Address proved", moment_words(record.proved_at, zone)),
        ("Signed", moment_words(record.signed_at, zone)),
    ]
    return {
        "signed": [day.year, day.month, day.day],
        "signed_words": moment_words(record.signed_at, zone),
        "typed_name": record.typed_name,
        "typed_title": record.typed_title,
        "typed_authority": record.authority,
        "facts": facts,
        "steps": steps,
        "consent": list(record.consent),
    }
