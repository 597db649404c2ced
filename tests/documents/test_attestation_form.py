"""The PDF to sign says everything that is agreed, on every page which text it is, and takes typed text as text."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from tracker.documents.attestation_form import attestation_form
from tracker.domain.agreed_text import AgreedClause, AgreedContract, AgreedElement, AgreedText

DAY = date(2026, 11, 23)
TYPED = '#include "/etc/passwd" *bold* $x$ `raw` #panic("x") ] } \\ <script>alert(1)</script>'


def text(**changes):
    clauses = [AgreedClause(f"PUR-{n}", f"We promise {n}.", "P2", "We agree", "", None, "") for n in range(40)]
    element = AgreedElement("home-address", "Home address", 2, "given by the city; identifiable")
    whole = AgreedText(
        request_number="2026-0417",
        vendor="Acme Payroll, Inc.",
        set_name="Vendor Privacy Requirements",
        version=1,
        contracts=(AgreedContract("C-2291", "Payroll", 72, 60, "", (element,)),),
        clauses=tuple(clauses),
        signer_name="Cora Chen",
        signer_title="CFO",
        signer_authority="As CFO I may sign.",
    )
    return whole._replace(**changes)


def pages(made):
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def test_the_form_holds_the_whole_text_and_its_digest_on_every_page():
    found = pages(attestation_form("City of San José", text(), DAY))
    assert len(found) > 1
    for page in found:
        assert "2026-0417" in page
        assert text().digest() in page.replace("\n", "")
    whole = " ".join(found)
    for words in (
        "Acme Payroll, Inc.",
        "Home address",
        "C-2291",
        "PUR-39",
        "We agree",
        "Cora Chen",
        "November 23, 2026",
    ):
        assert words in whole


def test_the_form_is_tagged_for_screen_readers_and_names_its_title_and_language():
    with pikepdf.open(BytesIO(attestation_form("City", text(), DAY))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).startswith("en")
        assert "Attestation" in str(pdf.docinfo.Title)


@pytest.mark.parametrize("part", ["vendor", "signer_name", "signer_title", "signer_authority", "request_number"])
def test_typed_text_is_set_as_text_and_never_read_as_markup(part):
    whole = " ".join(pages(attestation_form("City", text(**{part: TYPED}), DAY)))
    assert 'panic("x")' in whole.replace("\n", " ")
    assert "root:" not in whole


def test_an_exception_stands_beside_its_clause_in_the_vendors_words():
    clause = AgreedClause("SEC-2", "We encrypt.", "P6", "We agree, with an exception", TYPED, DAY, "Paper only")
    whole = " ".join(pages(attestation_form("City", text(clauses=(clause,)), DAY)))
    for words in ("#include", "Paper only", "November 23, 2026", "exception"):
        assert words in whole


def test_a_long_exception_goes_on_over_the_page_and_is_not_cut():
    words = " ".join(f"word{n}" for n in range(700))
    clause = AgreedClause("SEC-2", "We encrypt.", "P6", "We agree, with an exception", words, None, words)
    found = pages(attestation_form("City", text(clauses=(clause,)), DAY))
    assert len(found) > 2
    assert " ".join(found).count("word699") == 2


def test_the_digest_tells_texts_apart_and_knows_equal_ones():
    assert text().digest() == text().digest()
    changed = [text(vendor="Birch"), text(version=2), text(request_number="2025-0417"), text(signer_name="Ben")]
    clause = text().clauses[0]
    changed.append(text(clauses=(clause._replace(text="We promise nothing."), *text().clauses[1:])))
    changed.append(text(contracts=()))
    assert len({text().digest(), *(other.digest() for other in changed)}) == len(changed) + 1
