"""The attestation as a PDF to sign: the whole text, its digest on every page, and a place for the signature."""

import json
from collections.abc import Mapping
from datetime import date

import typst

from tracker.domain.agreed_text import AgreedClause, AgreedContract, AgreedText
from tracker.domain.carried import mark_words
from tracker.domain.days import day_words
from tracker.places import data_folder

TITLE = "Attestation to the city's privacy requirements"
BLANK = "…"
Pair = tuple[str, str]


def attestation_form(city: str, text: AgreedText, printed_on: date) -> bytes:
    """Return a tagged PDF of the text, in letter size; equal arguments give the same pages.

    What people typed travels as data and is never read as markup. Raises typst.TypstError on a fault of ours.
    """
    folder = data_folder("templates") / "documents"
    found = typst.compile(
        folder / "attestation_form.typ",
        root=folder,
        sys_inputs={"form": json.dumps({**text_values(city, text), **_form(text, printed_on)})},
        format="pdf",
        pdf_tags=True,
    )
    if not isinstance(found, bytes):
        raise TypeError("typst gave no single PDF")
    return found


def text_values(city: str, text: AgreedText) -> Mapping[str, object]:
    """Return the agreed text as data for agreed_text.typ, which every paper with this text is made by."""
    return {
        "city": city,
        "title": TITLE,
        "request_number": text.request_number,
        "vendor": text.vendor,
        "requirements": f"{text.set_name}, version {text.version}",
        "digest": text.digest(),
        "mark": mark_words(text.request_number, text.digest()),
        "contracts": [_contract(contract) for contract in text.contracts],
        "clauses": [_clause(clause) for clause in text.clauses],
    }


def _form(text: AgreedText, printed_on: date) -> Mapping[str, object]:
    return {
        "printed_on": day_words(printed_on),
        "signer_name": text.signer_name or BLANK,
        "signer_title": text.signer_title or BLANK,
        "signer_authority": text.signer_authority or BLANK,
    }


def _contract(contract: AgreedContract) -> Mapping[str, object]:
    facts: list[Pair] = [("Breach notice", f"within {contract.breach_notice_hours} hours")]
    if contract.disposal_days is not None:
        facts.append(("Return or destruction", f"within {contract.disposal_days} days after the contract's end"))
    if contract.usage_protocol:
        facts.append(("Usage protocol", contract.usage_protocol))
    elements = [element._asdict() for element in contract.elements]
    return {"number": contract.number, "title": contract.title, "facts": facts, "elements": elements}


def _clause(clause: AgreedClause) -> Mapping[str, object]:
    notes: list[Pair] = []
    if clause.said:
        notes.append(("In the vendor's words", clause.said))
    if clause.target_on is not None:
        notes.append(("Until", day_words(clause.target_on)))
    if clause.control:
        notes.append(("Protection until then", clause.control))
    return {"code": clause.code, "text": clause.text, "answer": clause.answer, "notes": notes}
