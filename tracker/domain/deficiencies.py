"""Deficiencies: why an answer is returned, as sentences that the vendor reads."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Deficiency(StrEnum):
    """What can be wrong with an answer; the code is stored, the sentence goes into the letter."""

    WRONG_VENDOR = "wrong vendor"
    WRONG_CONTRACT = "wrong contract"
    WRONG_VERSION = "wrong version"
    SIGNATURE_MISSING = "signature missing"
    NO_AUTHORITY = "no authority"
    PAGE_MISSING = "page missing"
    ANSWERS_INCOMPLETE = "answers incomplete"
    EXCEPTION = "exception"
    UNREADABLE = "unreadable"
    OTHER = "other"


SENTENCES: Final[dict[Deficiency, str]] = {
    Deficiency.WRONG_VENDOR: "The document was signed for another company.",
    Deficiency.WRONG_CONTRACT: "The document names another contract than the one we asked about.",
    Deficiency.WRONG_VERSION: "The document agrees to another version of the requirements than the one we asked for.",
    Deficiency.SIGNATURE_MISSING: "The document is not signed.",
    Deficiency.NO_AUTHORITY: "It is not clear that the person who signed may sign for the company.",
    Deficiency.PAGE_MISSING: "A page of the document is missing.",
    Deficiency.ANSWERS_INCOMPLETE: "The answers in the document are not complete.",
    Deficiency.EXCEPTION: "We cannot accept the answer to {clause}.",
    Deficiency.UNREADABLE: "The document cannot be read; please send it again as a clear copy.",
    Deficiency.OTHER: "{text}",
}
"""In the order of the form. `{clause}` is the code of a clause, `{text}` what the reviewer wrote."""


def sentence(code: Deficiency, text: str = "") -> str:
    """Return what the vendor reads; `text` is the clause code of an exception, or the other reason itself."""
    return SENTENCES[code].format(clause=text, text=text)


REMEDIES: Final[dict[Deficiency, str]] = {
    Deficiency.WRONG_VENDOR: "Have it signed for the company named above, and send that.",
    Deficiency.WRONG_CONTRACT: "Download the attestation of this request again; it names the contract. Sign that one.",
    Deficiency.WRONG_VERSION: "Download the attestation of this request again; it has the text that we ask for.",
    Deficiency.SIGNATURE_MISSING: "Sign on screen, or sign the PDF of this request, and send it.",
    Deficiency.NO_AUTHORITY: "Say on the page “Who signs” why the person may sign, or let somebody sign who may.",
    Deficiency.PAGE_MISSING: "Send the document again with all of its pages.",
    Deficiency.ANSWERS_INCOMPLETE: "Answer each clause on the page of the request, then sign and send again.",
    Deficiency.EXCEPTION: "Agree to the clause, or ask the city for another way to meet it; then sign and send again.",
    Deficiency.UNREADABLE: "Scan it in black and white at 200 dpi or more, or sign on screen.",
    Deficiency.OTHER: "",
}
"""What the vendor can do about each; a reason in the reviewer's own words says it itself."""


def remedy(code: str) -> str:
    """Return what the vendor can do about a reason, by its stored code; empty for one that no list knows."""
    return REMEDIES[Deficiency(code)] if code in set(Deficiency) else ""
