"""The signed document: what is taken, what is refused, and what stays when something breaks on the way."""

from io import BytesIO

import pytest

from tests.cast import rows
from tests.portal.conftest import first, made_pdf
from tracker.documents import intake
from tracker.documents.store import store_of
from tracker.domain.record_words import ScanState
from tracker.models.document import Document
from tracker.services import document_scans
from tracker.web.portal import receiving


@pytest.fixture
def client(city, visitors):
    return visitors.contact(city.cast.cora)


def uploaded(client, request_id, data, name="signed.pdf"):
    return client.post(f"/portal/requests/{request_id}/document", data={"document": (BytesIO(data), name)})


def test_what_was_received_is_shown_and_served_back_as_attachment_only(city, work, client, pdf):
    assert uploaded(client, city.acme, pdf, "../../Nguyễn “signed”;x.html").status_code == 303
    row = rows(work.session, Document)[0]
    assert row.size == len(pdf)
    assert row.name == "Nguyễn “signed”;x.html.pdf"
    number, digest = row.id, row.digest
    work.session.rollback()
    assert digest in client.get(f"/portal/requests/{city.acme}/send").text
    answer = client.get(f"/portal/requests/{city.acme}/documents/{number}")
    assert answer.data == pdf
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == str(len(pdf))
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_same_file_twice_is_one_row_and_another_replaces_it(city, work, client, pdf):
    other = made_pdf(lambda made: made.add_blank_page())
    for data in (pdf, pdf, other, pdf):
        assert uploaded(client, city.acme, data).status_code == 303
    found = rows(work.session, Document)
    assert len(found) == 2
    assert [row.replaced_at is None for row in sorted(found, key=lambda row: row.id)] == [True, False]


def test_a_refused_file_leaves_no_row_and_no_file_and_says_what_to_do(city, work, client, settings):
    answer = uploaded(client, city.acme, b"<html><script>alert(1)</script>", "signed.pdf")
    assert answer.status_code == 422
    assert "This is not a PDF" in answer.text
    assert rows(work.session, Document) == []
    assert [path for path in settings.files_folder.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_no_file_chosen_is_said_beside_the_field(city, client):
    answer = client.post(f"/portal/requests/{city.acme}/document", data={})
    assert answer.status_code == 422
    assert "Choose the signed PDF first." in answer.text


def test_a_check_that_failed_keeps_the_file_in_quarantine_and_the_vendor_goes_on(
    city, work, client, pdf, monkeypatch, tmp_path
):
    crash = tmp_path / "crash.py"
    crash.write_text("import os; os.abort()")
    monkeypatch.setattr(intake, "SCRIPT", crash)
    assert uploaded(client, city.acme, pdf).status_code == 303
    page = client.get(f"/portal/requests/{city.acme}/send").text
    assert "Being checked" in page
    row = rows(work.session, Document)[0]
    assert (row.scan, row.pages) == (ScanState.WAITING, None)
    assert client.get(f"/portal/requests/{city.acme}/documents/{row.id}").status_code == 409
    monkeypatch.undo()
    document_scans.run(work, work.session.commit)
    work.session.refresh(row)
    assert (row.scan, row.pages) == (ScanState.NOT_SCANNED, 1)
    number = row.id
    assert client.get(f"/portal/requests/{city.acme}/documents/{number}").data == pdf


def test_a_body_over_the_limit_gets_a_page_in_plain_words_and_keeps_the_draft(city, app, client):
    client.post(f"/portal/requests/{city.acme}/answers", data={"version": "0", "then": "rest"})
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = uploaded(client, city.acme, b"x" * 5000)
    assert answer.status_code == 413
    assert "too large" in answer.text
    app.config["MAX_CONTENT_LENGTH"] = 10**7
    page = client.get(f"/portal/requests/{city.acme}/answers").text
    assert first(r"(\d+) of \d+", page) == first(r"\d+ of (\d+)", page)


def test_a_kill_between_file_and_row_leaves_a_file_without_row_never_a_row_without_file(
    city, work, app, client, pdf, settings, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*_arguments):
        raise Killed

    monkeypatch.setattr(receiving, "receive", die)
    with pytest.raises(Killed):
        uploaded(client, city.acme, pdf)
    assert rows(work.session, Document) == []
    work.session.rollback()
    assert len([path for path in settings.files_folder.rglob("*") if path.is_file() and path.name != ".lock"]) == 1
    monkeypatch.undo()
    assert uploaded(client, city.acme, pdf).status_code == 303
    store = store_of(settings)
    assert all(store.holds(row.digest) for row in rows(work.session, Document))
