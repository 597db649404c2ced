"""The letter about a returned answer as a PDF: what is wanting, what to do about it, and by which day."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import typst

from tracker.domain.days import day_words
from tracker.places import data_folder

TITLE = "Please correct your attestation"


@dataclass(frozen=True, slots=True)
class DeficiencyLetter:
    """What the letter says; `reasons` are (what is wanting, what to do), days are the city's.

    Nobody of the staff is named in it: `address` is the mailbox that the city writes from.
    """

    city: str
    vendor: str
    request_number: str
    requirements: str
    contracts: Sequence[str]
    returned_on: date
    due_on: date | None
    reasons: Sequence[tuple[str, str]]
    address: str
    portal: str


def deficiency_letter(letter: DeficiencyLetter) -> bytes:
    """Return the letter as a tagged PDF in letter size; equal arguments give the same pages.

    What people typed travels as data and is never read as markup. Raises typst.TypstError on a fault of ours.
    """
    folder = data_folder("templates") / "documents"
    found = typst.compile(
        folder / "deficiency_letter.typ",
        root=folder,
        sys_inputs={"letter": json.dumps(_values(letter))},
        format="pdf",
        pdf_tags=True,
    )
    if not isinstance(found, bytes):
        raise TypeError("typst gave no single PDF")
    return found


def _values(letter: DeficiencyLetter) -> dict[str, object]:
    day = letter.returned_on
    return {
        "title": TITLE,
        "city": letter.city,
        "vendor": letter.vendor,
        "request_number": letter.request_number,
        "requirements": letter.requirements,
        "contracts": list(letter.contracts),
        "returned": [day.year, day.month, day.day],
        "returned_on": day_words(day),
        "due_on": day_words(letter.due_on) if letter.due_on else "",
        "reasons": list(letter.reasons),
        "address": letter.address,
        "portal": letter.portal,
    }
