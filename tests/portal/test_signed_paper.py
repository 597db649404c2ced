"""What the tracker sealed: its own verifier, another program and the product's frozen verdict accept it."""

import shutil
import subprocess

import pikepdf
import pytest

from tests.cast import rows
from tests.portal.signing_steps import Signer, answered, give_seal
from tracker.documents.signatures import checking
from tracker.documents.store import store_of
from tracker.domain.signature_verdict import Kind, Verdict
from tracker.models.document import Document
from tracker.services import city_seal, document_checks


@pytest.fixture
def paper(city, work, cora, settings, visitors, moments, tmp_path):
    """The sealed paper of an answer signed on screen: its row and where its bytes stand."""
    give_seal(settings, tmp_path, moments.now())
    answered(cora, city.acme)
    signer = Signer(visitors.contact(city.cast.cora), work, city.acme).comes_to_the_code()
    assert signer.types().location == signer.page
    (row,) = rows(work.session, Document)
    path = tmp_path / "signed.pdf"
    with store_of(settings).open(row.digest) as file:
        path.write_bytes(file.read())
    return row, path


def test_our_verifier_trusts_the_seal_and_names_the_city(work, paper, tmp_path):
    trust = tmp_path / "trust.pem"
    trust.write_text(city_seal.trust(work))
    found = checking.check(paper[1], checking.Means([trust], [], work.now, city_seal.fingerprints(work)))
    assert found.verdict is Verdict.TRUSTED
    assert [one.kind for one in found.signatures] == [Kind.CITY]
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(paper[1].read_bytes().replace(b"/Title", b"/Taken", 1))
    worse = checking.check(altered, checking.Means([trust], [], work.now, city_seal.fingerprints(work)))
    assert worse.verdict is Verdict.ALTERED


def test_the_verdict_is_frozen_as_of_the_signature_and_the_text_is_the_requests(work, paper):
    check = document_checks.check_one(work, paper[0].id)
    work.session.commit()
    assert check is not None
    assert check.verdict == Verdict.TRUSTED
    assert check.facts["carried"]["state"] == "this request's text"


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig of poppler-utils is not installed")
def test_another_program_accepts_the_seal(paper):
    program = str(shutil.which("pdfsig"))
    said = subprocess.run([program, str(paper[1])], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_the_paper_is_tagged_archivable_and_says_what_was_signed(paper):
    with pikepdf.open(paper[1]) as pdf:
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
    if program := shutil.which("pdftotext"):
        said = subprocess.run([program, "-layout", paper[1], "-"], capture_output=True, text=True, check=True)
        text = said.stdout
        for words in ("Certificate of completion", "cora@acme.example", "Cora Chen", "code of six digits", "PST"):
            assert words in text
        assert "127.0.0.1" not in text
