"""The letter about a returned answer as a PDF, for staff and for the vendor it is about, and for nobody else."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.cast import rows
from tests.submitted import answer, submitted
from tracker.models.attestation import Attestation
from tracker.models.letter import Letter
from tracker.models.person import PersonDepartment
from tracker.models.request import Request
from tracker.services import reviews
from tracker.services.reviews import Returning

NOTE = "canary-of-the-note"


def words(response):
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(response.data)).pages).split())


@pytest.fixture
def sent(work, cast):
    """Answers of both vendors, Acme's returned by Oscar."""
    other = submitted(work, cast.birch, cast.ben, cast.cameras)
    number = submitted(work, cast.acme, cast.cora, cast.payroll, exceptions={"BRE-1": "96 hours"})
    return number, other


def request_of(work, attestation):
    found = work.session.get_one(Attestation, attestation).request_id
    work.session.rollback()
    return found


def return_it(acting, cast, number, due_on, text="Bring <b>page</b> 3."):
    oscar = acting(cast.oscar, "Oscar Officer")
    reasons = (("signature missing", ""), ("exception", "BRE-1"))
    attestation = oscar.session.get_one(Attestation, number)
    reviews.return_(oscar, attestation, Returning(reasons, due_on, free_text=text, note=NOTE))
    oscar.session.commit()


@pytest.fixture
def returned(work, cast, acting, sent):
    return_it(acting, cast, sent[0], work.today + timedelta(days=14))
    return sent[0]


def test_vendor_and_staff_get_the_same_letter_with_what_to_do(returned, cast, visitors, work):
    request = request_of(work, returned)
    vendor, officer = visitors.contact(cast.cora), visitors.person(cast.oscar)
    assert f"/portal/requests/{request}/returned.pdf" in vendor.get(f"/portal/requests/{request}").text
    assert f"/attestations/{returned}/returned.pdf" in officer.get(f"/attestations/{returned}").text
    found = words(vendor.get(f"/portal/requests/{request}/returned.pdf"))
    assert found == words(officer.get(f"/attestations/{returned}/returned.pdf"))
    for text in (
        "City of San José", "Acme Payroll, Inc.", "The document is not signed.", "Sign on screen",
        "We cannot accept the answer to BRE-1.", "Bring <b>page</b> 3.", "December 7, 2026", "privacy@city.example",
        "http://localhost/portal/",
    ):  # fmt: skip
        assert text in found, text
    for hidden in (NOTE, "Oscar", "Pia"):
        assert hidden not in found


def test_the_letter_by_mail_tells_of_the_pdf_and_carries_the_link_only(returned, work):
    [letter] = rows(work.session, Letter, kind="returned")
    assert "as a PDF" in letter.text
    assert NOTE not in letter.text


def test_others_get_the_answer_of_what_is_not_there(returned, sent, cast, visitors, work):
    request = request_of(work, returned)
    assert visitors.contact(cast.ben).get(f"/portal/requests/{request}/returned.pdf").status_code == 404
    assert visitors.contact(cast.cora).get("/portal/requests/99999/returned.pdf").status_code == 404
    own = request_of(work, sent[1])
    assert visitors.contact(cast.ben).get(f"/portal/requests/{own}/returned.pdf").status_code == 404
    officer = visitors.person(cast.oscar)
    for number in (sent[1], 99999):
        assert officer.get(f"/attestations/{number}/returned.pdf").status_code == 404
    work.session.add(PersonDepartment(person_id=cast.olga, department_id=cast.police))
    work.session.commit()
    assert visitors.person(cast.olga).get(f"/attestations/{returned}/returned.pdf").status_code == 404


def test_each_round_keeps_its_own_reasons_and_its_own_day(returned, cast, visitors, work, acting):
    request = request_of(work, returned)
    second = answer(acting(cast.pia), work.session.get_one(Request, request), turn=2).id
    work.session.commit()
    return_it(acting, cast, second, date(2027, 1, 15), text="Now page 4.")
    first, last = (
        words(visitors.person(cast.oscar).get(f"/attestations/{n}/returned.pdf")) for n in (returned, second)
    )
    assert "December 7, 2026" in first
    assert "page 4" not in first
    assert "January 15, 2027" in last
    assert words(visitors.contact(cast.cora).get(f"/portal/requests/{request}/returned.pdf")) == last
