"""The mark of a form comes back with it, and words that were changed under the same mark are found."""

import io
import re
from datetime import date

import pikepdf
import pypdfium2
import pytest

from tests.documents.test_attestation_form import text
from tracker.documents import carried, child
from tracker.documents.attestation_form import attestation_form
from tracker.documents.sample_signature import signed
from tracker.domain.carried import Mark, State, judge

DAY, LATER = date(2026, 11, 23), date(2026, 12, 1)


@pytest.fixture
def read(tmp_path):
    """Judge a PDF as if it came back for a text."""

    def judged(pdf, expected):
        file, form = tmp_path / "received.pdf", tmp_path / "form.pdf"
        file.write_bytes(pdf)
        form.write_bytes(attestation_form("City", expected, LATER))
        found = carried.read(file, form)
        return judge(Mark(expected.request_number, expected.digest()), found.mark, found.words)

    return judged


def made(expected):
    return attestation_form("City", expected, DAY)


def without_keywords(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root["/Metadata"]
        if "/Keywords" in document.docinfo:
            del document.docinfo["/Keywords"]
        return saved(document)


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pictured(pdf):
    """A scan: pictures of the pages."""
    pages = pypdfium2.PdfDocument(pdf)
    file = io.BytesIO()
    pages[0].render(scale=0.3).to_pil().save(file, "PDF")
    pages.close()
    return file.getvalue()


def test_the_form_comes_back_and_is_known_whatever_the_day_on_which_it_was_printed(read):
    found = read(made(text()), text())
    assert found.state is State.THIS
    assert found.sentence == "It carries the text of request 2026-0417, and its pages show the same words."


def test_a_typed_name_at_the_signature_is_told_and_is_no_change(read):
    found = read(signed(made(text()), "Cora Chen", "November 23, 2026"), text())
    assert found.state is State.THIS
    assert "at the signature stands “Cora Chen, November 23, 2026 (sample signature)”" in found.sentence


def test_another_requests_file_is_told_with_its_number(read):
    found = read(made(text(request_number="2026-0001")), text())
    assert (found.state, found.request) == (State.OTHER, "2026-0001")


def test_an_earlier_text_of_the_same_request_is_told(read):
    assert read(made(text(signer_name="Ben")), text()).state is State.EARLIER


def test_words_changed_under_the_right_mark_are_named(read):
    altered = text()._replace(clauses=(text().clauses[0]._replace(text="We promise nothing."), *text().clauses[1:]))
    with pikepdf.open(io.BytesIO(made(altered))) as document, document.open_metadata() as described:
        described["pdf:Keywords"] = f"privacy-attestation request=2026-0417 text-sha256={text().digest()}"
    with pikepdf.open(io.BytesIO(made(altered))) as document:
        document.docinfo["/Keywords"] = f"privacy-attestation request=2026-0417 text-sha256={text().digest()}"
        forged = saved(document)
    found = read(forged, text())
    assert found.state is State.CHANGED
    assert "nothing." in found.sentence
    assert not found.is_fine


def test_a_form_without_its_description_is_known_by_the_words_at_its_foot(read):
    assert read(without_keywords(made(text())), text()).state is State.THIS


def test_a_scan_carries_no_mark_and_that_is_said(read):
    found = read(pictured(made(text())), text())
    assert found.state is State.NONE
    assert "no mark" in found.sentence


def test_a_file_that_cannot_be_read_is_no_finding(tmp_path):
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.7\n%%EOF")
    with pytest.raises(child.CouldNotCheck):
        carried.read(file)


def test_a_mark_is_only_read_when_it_is_whole():
    assert judge(Mark("1", "a" * 64), None, None).state is State.NONE
    assert re.fullmatch(r"It carries no mark.*", judge(Mark("1", "a" * 64), None, None).sentence)
