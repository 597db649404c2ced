"""What a vendor sent is given to nobody until it is checked; what is infected never."""

from io import BytesIO

import pytest

from tests.cast import rows
from tests.documents.clamd import EICAR, PROGRAM, Fake, real
from tests.portal.conftest import complete, made_pdf
from tracker.domain.record_words import ScanState, TaskKind
from tracker.models.attestation import Attestation
from tracker.models.document import Document
from tracker.models.event import Event
from tracker.models.letter import Letter
from tracker.models.task import Task
from tracker.services import attestations, document_scans
from tracker.services.document_scans import check_acceptable
from tracker.services.rules import RuleBroken

AWAY = "tcp://127.0.0.1:1"


@pytest.fixture
def client(city, visitors):
    return visitors.contact(city.cast.cora)


def uploaded(client, request_id, data):
    return client.post(f"/portal/requests/{request_id}/document", data={"document": (BytesIO(data), "signed.pdf")})


def infected_pdf():
    return made_pdf() + b"\n%" + EICAR + b"\n%%EOF\n"


def only(work, kind):
    work.session.rollback()
    (row,) = rows(work.session, kind)
    return row


@pytest.mark.skipif(PROGRAM is None, reason="clamd is not installed (Debian: clamav-daemon)")
def test_the_real_scanner_refuses_eicar_and_clears_the_next_file(city, work, client, settings, tmp_path):
    folder = tmp_path / "clamd"
    folder.mkdir()
    with real(folder) as settings.clamav_url:
        assert uploaded(client, city.acme, infected_pdf()).status_code == 303
        row = only(work, Document)
        assert (row.scan, "Eicar" in row.scan_words) == (ScanState.INFECTED, True)
        assert only(work, Task).kind == TaskKind.DOCUMENT_INFECTED
        page = client.get(f"/portal/requests/{city.acme}/send").text
        assert "Infected" in page
        assert "Upload another document in its place" in page
        assert uploaded(client, city.acme, made_pdf()).status_code == 303
    work.session.rollback()
    clean = rows(work.session, Document, replaced_at=None)[0]
    assert clean.scan == ScanState.CLEAN
    assert only(work, Task).done_at is not None
    assert "scanned for viruses, nothing found" in client.get(f"/portal/requests/{city.acme}/send").text


def test_while_the_scanner_is_away_the_vendor_goes_on_and_nobody_is_given_the_file(
    city, work, client, pdf, settings, visitors, cora
):
    settings.clamav_url = AWAY
    complete(cora, city.acme)
    assert uploaded(client, city.acme, pdf).status_code == 303
    row = rows(work.session, Document, replaced_at=None)[0]
    assert (row.scan, row.scan_attempts) == (ScanState.WAITING, 0)
    number, attestation_id = row.id, row.attestation_id
    attestations.submit(cora, work.session.get_one(Attestation, attestation_id))
    with pytest.raises(RuleBroken, match="still being checked"):
        check_acceptable(work, attestation_id)
    work.session.commit()
    oscar = visitors.person(city.cast.oscar)
    for path in (
        f"/attestations/{attestation_id}/documents/{number}",
        f"/documents/{number}/pages/1.png",
    ):
        assert oscar.get(path).status_code in {404, 409}
    assert "Being checked" in oscar.get(f"/attestations/{attestation_id}").text
    with Fake(b"stream: OK\0") as fake:
        settings.clamav_url = fake.url
        assert "checked" in document_scans.run(work, work.session.commit)
    assert fake.received == pdf
    check_acceptable(work, attestation_id)
    work.session.rollback()
    assert oscar.get(f"/attestations/{attestation_id}/documents/{number}").data == pdf


def test_what_is_found_after_sending_opens_a_task_writes_a_letter_and_cannot_be_accepted(
    city, work, client, pdf, settings, cora
):
    settings.clamav_url = AWAY
    complete(cora, city.acme)
    uploaded(client, city.acme, pdf)
    row = rows(work.session, Document, replaced_at=None)[0]
    attestations.submit(cora, work.session.get_one(Attestation, row.attestation_id))
    work.session.commit()
    with Fake(b"stream: Evil.Virus FOUND\0") as fake:
        settings.clamav_url = fake.url
        for _time in range(2):
            document_scans.run(work, work.session.commit)
    work.session.refresh(row)
    assert (row.scan, row.scan_words) == (ScanState.INFECTED, "Evil.Virus")
    assert [task.kind for task in rows(work.session, Task)] == [TaskKind.DOCUMENT_INFECTED]
    letters = [one for one in rows(work.session, Letter) if one.key == f"document:{row.id}:infected"]
    assert len(letters) == 1
    assert "Evil.Virus" in letters[0].text
    assert len(rows(work.session, Event, action="document:infected")) == 1
    with pytest.raises(RuleBroken, match="found something"):
        check_acceptable(work, row.attestation_id)


def test_a_file_that_cannot_be_scanned_waits_longer_each_time_and_opens_a_task(
    city, work, client, pdf, settings, moments
):
    settings.clamav_url = AWAY
    uploaded(client, city.acme, pdf)
    with Fake(b"INSTREAM size limit exceeded. ERROR\0") as fake:
        settings.clamav_url = fake.url
        for _time in range(8):
            document_scans.run(work, work.session.commit)
        row = rows(work.session, Document)[0]
        assert row.scan_attempts == 1
        for minutes in (3, 5, 9, 17):
            moments.travel(minutes=minutes)
            document_scans.run(work, work.session.commit)
    work.session.refresh(row)
    assert (row.scan, row.scan_attempts) == (ScanState.WAITING, 5)
    assert "size limit" in row.scan_words
    assert [task.kind for task in rows(work.session, Task)] == [TaskKind.DOCUMENT_UNCHECKED]


def test_without_a_scanner_nothing_is_called_clean(city, work, client, pdf):
    uploaded(client, city.acme, pdf)
    assert only(work, Document).scan == ScanState.NOT_SCANNED
    assert "not scanned for viruses" in client.get(f"/portal/requests/{city.acme}/send").text


def test_an_infected_draft_cannot_be_sent(city, work, client, pdf, settings, cora):
    complete(cora, city.acme)
    with Fake(b"stream: Evil.Virus FOUND\0") as fake:
        settings.clamav_url = fake.url
        uploaded(client, city.acme, pdf)
    attestation = rows(work.session, Attestation)[0]
    with pytest.raises(RuleBroken, match="Upload another one"):
        attestations.submit(cora, attestation)
    work.session.rollback()
    assert rows(work.session, Letter, key="document:1:infected") == []
