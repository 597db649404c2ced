"""The letter about a returned answer says what to correct, how and by when, and takes typed text as text."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
from pypdf import PdfReader

from tracker.documents.deficiency_letter import DeficiencyLetter, deficiency_letter
from tracker.domain.deficiencies import REMEDIES, SENTENCES, Deficiency, remedy

TYPED = '#include "/etc/passwd" *bold* $x$ `raw` #panic("x") ] } \\ <script>alert(1)</script>'
LETTER = DeficiencyLetter(
    city="City of San José",
    vendor="Acme Payroll, Inc.",
    request_number="2026-0417",
    requirements="Vendor Privacy Requirements, version 1",
    contracts=("C-2291 Payroll", "C-2292 Pensions"),
    returned_on=date(2026, 11, 23),
    due_on=date(2026, 12, 7),
    reasons=[(SENTENCES[Deficiency.SIGNATURE_MISSING], remedy("signature missing")), ("Bring page 3.", "")],
    address="privacy@city.example",
    portal="https://privacy.city.example/portal/",
)


def words(made):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())


def test_the_letter_says_what_is_wanting_what_to_do_and_by_when():
    found = words(deficiency_letter(LETTER))
    for text in (
        "City of San José", "Acme Payroll, Inc.", "2026-0417", "C-2291 Payroll", "C-2292 Pensions",
        "November 23, 2026", "December 7, 2026", "The document is not signed.", "Sign on screen", "Bring page 3.",
        "privacy@city.example", "https://privacy.city.example/portal/", "Vendor Privacy Requirements, version 1",
    ):  # fmt: skip
        assert text in found, text


def test_the_letter_is_tagged_and_names_its_title_and_language():
    with pikepdf.open(BytesIO(deficiency_letter(LETTER))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).startswith("en")
        assert str(pdf.docinfo["/Title"]) == "Please correct your attestation"


def test_what_people_typed_is_text_and_nothing_else():
    typed = replace(LETTER, vendor=TYPED, contracts=(TYPED,), reasons=[(TYPED, TYPED)], city=TYPED)
    assert "#panic" in words(deficiency_letter(typed))


def test_many_and_long_reasons_take_as_many_pages_as_they_need():
    made = deficiency_letter(replace(LETTER, reasons=[("Too long. " * 190, "Shorten it.")] * 12))
    assert len(PdfReader(BytesIO(made)).pages) > 2


def test_without_a_request_and_a_day_the_letter_leaves_them_out():
    found = words(deficiency_letter(replace(LETTER, request_number="", due_on=None)))
    assert "Please answer by" not in found
    assert "name request" not in found


def test_each_reason_of_the_list_has_a_remedy_but_the_free_one():
    assert {code for code in Deficiency if not REMEDIES[code]} == {Deficiency.OTHER}
    assert remedy("a code of an earlier version") == ""
