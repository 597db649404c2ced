"""A vendor reads, consents, types the code, and the answer is signed and sent in one deed."""

from hashlib import sha256

import pytest

from tests.cast import rows
from tests.portal.signing_steps import Signer, answered, give_seal
from tracker.documents.store import store_of
from tracker.models.attestation import Attestation
from tracker.models.city_certificate import CityCertificate
from tracker.models.document import Document
from tracker.models.letter import Letter
from tracker.models.requirement import RequirementSet
from tracker.models.signing import Signing


@pytest.fixture
def signer(city, work, cora, settings, visitors, moments, tmp_path):
    """Acme's contact at a browser, with an answer that lacks nothing but the signature."""
    give_seal(settings, tmp_path, moments.now())
    answered(cora, city.acme)
    return Signer(visitors.contact(city.cast.cora), work, city.acme)


def test_an_answer_is_signed_and_sent_on_screen(city, work, settings, signer):
    assert "Read and sign on this screen" in signer.client.get(f"{signer.page}/send").text
    signer.comes_to_the_code()
    assert "Cora Chen, Chief Financial Officer" in signer.client.get(f"{signer.page}/sign/code").text
    assert signer.types().location == signer.page
    work.session.expire_all()
    sent = rows(work.session, Attestation, request_id=city.acme)[0]
    assert sent.submitted_at is not None
    (document,) = rows(work.session, Document, attestation_id=sent.id)
    assert (document.kind, document.replaced_at) == ("sealed", None)
    with store_of(settings).open(document.digest) as file:
        data = file.read()
    assert sha256(data).hexdigest() == document.digest
    receipt = rows(work.session, Letter, kind="receipt")[0]
    assert document.digest in receipt.text.replace("\n", "")
    page = signer.client.get(signer.page).text
    assert document.digest in page
    given = signer.client.get(f"{signer.page}/documents/{document.id}")
    assert (given.data, given.mimetype) == (data, "application/pdf")
    assert len(rows(work.session, CityCertificate)) == 1


def test_the_evidence_is_kept(city, work, signer):
    signer.client.environ_base["HTTP_USER_AGENT"] = "A Phone/1.0"
    signer.comes_to_the_code().types()
    work.session.expire_all()
    (row,) = rows(work.session, Signing)
    assert sha256(row.text.encode()).hexdigest() == row.text_digest
    assert "Acme Payroll" in row.text
    assert (row.typed_name, row.typed_title, row.email) == (
        "Cora Chen", "Chief Financial Officer", "cora@acme.example",
    )  # fmt: skip
    assert "As CFO I may sign" in row.authority
    assert "withdraw" in row.consent
    assert "code of six digits" in row.proved_by
    assert row.opened_at < row.consented_at < row.proved_at < row.signed_at
    assert (row.zone, row.address, row.browser) == ("America/Los_Angeles", "127.0.0.1", "A Phone/1.0")


def test_what_is_missing_is_said_and_what_was_typed_stays(work, signer):
    signer.opens()
    for lacking, words in (
        ({"consents": None}, "without it you cannot sign on screen"),
        ({"is_signer": None}, "only this person may sign here"),
        ({"name": "C. <b>Chen</b>"}, "This is not the name in the text above."),
    ):
        refused = signer.consents(**lacking)
        assert refused.status_code == 422
        assert words in refused.text
        assert ("C. &lt;b&gt;Chen" if "name" in lacking else 'value="Cora Chen"') in refused.text
    assert not [letter for letter in rows(work.session, Letter, kind="code") if "sign request" in letter.subject]


def test_the_name_may_be_typed_in_small_letters(signer):
    signer.opens()
    assert signer.consents(name="  cora   chen ").location == f"{signer.page}/sign/code"


def test_a_text_that_changed_must_be_read_again(city, work, cora, signer):
    signer.comes_to_the_code()
    code = signer.code()
    attestation = rows(work.session, Attestation, request_id=city.acme)[0]
    attestation.signer_title = "Owner"
    work.session.commit()
    for answer in (
        signer.types(code),
        signer.client.get(f"{signer.page}/sign/code"),
        signer.client.get(f"{signer.page}/sign"),
        signer.client.post(f"{signer.page}/sign/new-code"),
    ):
        assert answer.status_code == 409
        assert "Please read it again" in answer.text
    signer.opens()
    assert "Owner" in signer.client.get(f"{signer.page}/sign").text
    assert signer.types(code).status_code == 409, "consent was given to another text"
    signer.consents()
    assert signer.types(code).status_code == 422, "the old code signs the old text alone"
    assert signer.types().location == signer.page


def test_nothing_is_signed_without_having_opened_the_text(city, work, signer):
    assert signer.client.get(f"{signer.page}/sign").location == f"{signer.page}/send"
    assert signer.client.get(f"{signer.page}/sign/code").location == f"{signer.page}/send"
    typed = {"mark": "0" * 64, "consents": "y", "is_signer": "y", "name": "Cora Chen"}
    assert signer.client.post(f"{signer.page}/sign", data=typed).status_code == 409
    signer.opens()
    assert signer.client.post(f"{signer.page}/sign", data=typed).status_code == 409, (
        "the page with the text was skipped"
    )
    assert signer.types("000000").status_code == 409
    assert rows(work.session, Attestation, request_id=city.acme)[0].submitted_at is None


def test_a_double_click_signs_once_and_sends_one_code(city, work, signer):
    signer.opens()
    mark = signer.mark()
    assert signer.consents(mark=mark).location == signer.consents(mark=mark).location
    codes = [letter for letter in rows(work.session, Letter, kind="code") if "sign request" in letter.subject]
    assert len(codes) == 1
    assert signer.types().location == signer.types().location == signer.page
    assert len(rows(work.session, Document)) == 1
    assert len(rows(work.session, Letter, kind="receipt")) == 1


def test_a_set_may_ask_for_another_signature(city, work, signer):
    signer.opens()
    for row in rows(work.session, RequirementSet):
        row.signature_kinds = ["certificate"]
    work.session.commit()
    assert "Read and sign on this screen" not in signer.client.get(f"{signer.page}/send").text
    assert signer.consents().status_code == 422
    assert signer.opens().location == f"{signer.page}/send"
    assert rows(work.session, Attestation, request_id=city.acme)[0].submitted_at is None


def test_without_a_key_of_the_city_it_is_not_offered(signer, settings):
    settings.seal_file = ""
    assert "Read and sign on this screen" not in signer.client.get(f"{signer.page}/send").text
    assert signer.opens().location == f"{signer.page}/send"


def test_what_was_sent_cannot_be_opened_to_be_signed_again(signer):
    signer.comes_to_the_code().types()
    for path in ("sign", "sign/code"):
        assert signer.client.get(f"{signer.page}/{path}").location == signer.page
        assert signer.client.post(f"{signer.page}/{path}", data={"code": "123456"}).location == signer.page
    assert signer.opens().location == signer.page
