"""Pictures of documents for staff: who may see them, and that nothing a vendor sent is drawn by the browser."""

from io import BytesIO

import pytest

from tests.cast import rows
from tests.portal.conftest import made_pdf
from tests.submitted import submitted
from tracker.documents import pictures
from tracker.documents.store import store_of
from tracker.domain.record_words import ScanState
from tracker.models.document import Document
from tracker.models.person import PersonDepartment

MISSING = 99_999


@pytest.fixture
def shown(work, cast, settings):
    """Both vendors' documents with their bytes in the store; gives the ids of Acme's and of Birch's."""
    found = []
    for vendor, contact, contract in (
        (cast.acme, cast.cora, cast.payroll),
        (cast.birch, cast.ben, cast.cameras),
    ):
        number = submitted(work, vendor, contact, contract)
        row = rows(work.session, Document, attestation_id=number)[0]
        kept = store_of(settings).put(BytesIO(made_pdf(lambda pdf: pdf.add_blank_page())), 10**6)
        row.digest, row.size, row.pages = kept.digest, kept.size, 2
        found.append(row.id)
    work.session.commit()
    return found


def test_a_page_is_a_picture_that_nothing_can_run_in(shown, visitors, cast):
    oscar = visitors.person(cast.oscar)
    for address in (f"/documents/{shown[0]}/pages/1.png", f"/documents/{shown[0]}/pages/2.png?large=1"):
        answer = oscar.get(address)
        assert answer.status_code == 200
        assert answer.data.startswith(b"\x89PNG")
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer.headers["Cache-Control"] == "no-store"


def test_anothers_missing_and_a_page_too_many_answer_the_same(shown, visitors, work, cast):
    work.session.add(PersonDepartment(person_id=cast.oscar, department_id=cast.library))
    work.session.commit()
    oscar = visitors.person(cast.oscar)
    assert oscar.get(f"/documents/{shown[0]}/pages/1.png").status_code == 200
    answers = [
        oscar.get(f"/documents/{number}/pages/{page}.png")
        for number, page in ((shown[1], 1), (MISSING, 1), (shown[0], 3), (shown[0], 0))
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert visitors.person(cast.max).get(f"/documents/{shown[0]}/pages/1.png").status_code == 403


@pytest.mark.parametrize("state", [ScanState.WAITING, ScanState.INFECTED, ScanState.REFUSED])
def test_what_is_in_quarantine_is_neither_drawn_nor_given_out(shown, visitors, work, cast, state):
    row = work.session.get_one(Document, shown[0])
    attestation_id, row.scan, row.scan_words = row.attestation_id, state, "Evil.Virus"
    work.session.commit()
    oscar = visitors.person(cast.oscar)
    assert oscar.get(f"/documents/{shown[0]}/pages/1.png").status_code == 404
    assert oscar.get(f"/attestations/{attestation_id}/documents/{shown[0]}").status_code == 409
    page = oscar.get(f"/attestations/{attestation_id}").text
    assert f'/attestations/{attestation_id}/documents/{shown[0]}"' not in page


def test_a_page_that_cannot_be_drawn_is_said_in_words(shown, visitors, cast, monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "SCRIPT", tmp_path / "none.py")
    answer = visitors.person(cast.oscar).get(f"/documents/{shown[0]}/pages/1.png")
    assert answer.status_code == 503
    assert "Download the document" in answer.text


def test_an_officer_chooses_which_signatures_suffice(visitors, cast, work):
    oscar, pia = visitors.person(cast.oscar), visitors.person(cast.pia)
    assert "Ink on paper" in oscar.get("/settings/signatures").text
    assert oscar.post("/settings/signatures/1", data={"kinds": ["certificate", "screen"]}).status_code == 303
    page = oscar.get("/settings/signatures").text
    assert page.count("checked") == 2
    assert oscar.post("/settings/signatures/1", data={}).status_code == 422
    assert oscar.post("/settings/signatures/1", data={"kinds": ["spoken"]}).status_code == 422
    assert pia.get("/settings/signatures").status_code == 403
