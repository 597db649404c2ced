"""A vendor answers from the letter to the receipt, with plain form posts."""

from io import BytesIO

from tests.cast import rows
from tests.portal.conftest import first
from tracker.models.attestation import Attestation, AttestationElement
from tracker.models.document import Document
from tracker.models.letter import Letter
from tracker.models.request import Request, RequestStep


def code_in(work, email):
    letter = [letter for letter in rows(work.session, Letter, kind="code") if letter.to_email == email][-1]
    return first(r"\b(\d{6})\b", letter.text)


def link_in(work, request_id):
    letter = rows(work.session, Letter, request_id=request_id, kind="invitation")[-1]
    return first(r"http://localhost(/portal/r/\S+)", letter.text)


def test_a_vendor_answers_from_the_letter_to_the_receipt(city, work, visitors, pdf):
    browser = visitors.nobody()
    link = link_in(work, city.acme)
    page = browser.get(link)
    assert page.status_code == 200
    assert "Acme Payroll" in page.text
    assert "cora@acme.example" not in page.text

    assert browser.post(link).location == "/portal/code"
    answer = browser.post("/portal/code", data={"code": code_in(work, "cora@acme.example")})
    first = f"/portal/requests/{city.acme}"
    assert answer.location == first
    assert "home address" in browser.get(first).text.lower()

    answer = browser.post(f"{first}/answers", data={"version": "0", "then": "rest"})
    assert answer.location.startswith(f"{first}/answers")
    version = rows(work.session, Attestation, request_id=city.acme)[0].row_version
    answer = browser.post(
        f"{first}/signer",
        data={"version": version, "name": "Cora Chen", "title": "CFO", "authority": "I may.", "then": "next"},
    )
    assert answer.location == f"{first}/send"

    form = browser.get(f"{first}/attestation.pdf")
    assert form.mimetype == "application/pdf"
    assert form.headers["Content-Disposition"].startswith("attachment")
    upload = {"document": (BytesIO(pdf), "signed.pdf")}
    assert browser.post(f"{first}/document", data=upload).location == f"{first}/send"
    assert "signed.pdf" in browser.get(f"{first}/send").text
    assert browser.post(f"{first}/send", data={"signed_on": "2026-11-23"}).location == first

    page = browser.get(first).text
    assert "We received your answer" in page
    work.session.expire_all()
    sent = rows(work.session, Attestation, request_id=city.acme)[0]
    assert sent.submitted_at is not None
    assert len(rows(work.session, AttestationElement, attestation_id=sent.id)) == 2
    kinds = [step.kind for step in rows(work.session, RequestStep, request_id=city.acme)]
    assert kinds == ["sent", "opened", "submitted"]
    receipt = rows(work.session, Letter, kind="receipt")[0]
    assert rows(work.session, Document)[0].digest in receipt.text.replace("\n", "")
    assert work.session.get_one(Request, city.birch).opened_at is None


def test_an_unfinished_answer_says_which_clauses_are_open_and_keeps_what_was_typed(city, work, visitors):
    browser = visitors.contact(city.cast.cora)
    page = f"/portal/requests/{city.acme}/answers"
    clause = first(r"clause_(\d+)-answer", browser.get(page).text)
    typed = {f"clause_{clause}-answer": "agree with exception", f"clause_{clause}-control": "we log <b>it</b>"}
    answer = browser.post(page, data={"version": "0", "then": "next", **typed})
    assert answer.status_code == 422
    assert "Say what the exception is." in answer.text
    assert "Answer this clause." in answer.text
    assert "we log &lt;b&gt;it&lt;/b&gt;" in answer.text
    assert "we log &lt;b&gt;it&lt;/b&gt;" in browser.get(page).text


def test_two_windows_do_not_overwrite_each_other(city, work, visitors):
    browser = visitors.contact(city.cast.cora)
    page = f"/portal/requests/{city.acme}/answers"
    clause = first(r"clause_(\d+)-answer", browser.get(page).text)
    agreed = {"version": "0", f"clause_{clause}-answer": "agree"}
    assert browser.post(page, data=agreed).status_code == 303
    other = {**agreed, "version": "1", f"clause_{clause}-answer": "not applicable", f"clause_{clause}-said": "no"}
    assert browser.post(page, data={**agreed, "version": "1"}).status_code == 303
    rejected = browser.post(page, data={**other, "version": "1"})
    assert rejected.status_code == 409
    assert "another window" in rejected.text
    version = first(r'name="version" value="(\d+)"', rejected.text)
    assert browser.post(page, data={**other, "version": version}).status_code == 303
