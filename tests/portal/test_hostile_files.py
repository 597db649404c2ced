"""Every hostile file of the list goes through the real page: refused in words, or harmless; and the pages go on."""

import shutil
from io import BytesIO

import pytest

from tests.cast import rows
from tests.documents import test_intake as intake_cases
from tests.documents.test_scans import jpeg, png
from tests.portal.conftest import made_pdf
from tracker.models.document import Document
from tracker.models.requirement import RequirementSet


@pytest.fixture
def client(city, visitors):
    return visitors.contact(city.cast.cora)


def sent(client, request_id, *files):
    data = {"document": [(BytesIO(data), name) for name, data in files]}
    return client.post(f"/portal/requests/{request_id}/document", data=data)


def active(change):
    return made_pdf(change)


FILES = {
    "nothing": b"",
    "a page before a PDF": intake_cases.PAGE + made_pdf(),
    "a page behind a PDF": made_pdf() + intake_cases.PAGE,
    "a ZIP behind a PDF": made_pdf() + intake_cases.zipped(),
    "a ZIP": intake_cases.zipped(),
    "a page": intake_cases.PAGE,
    "an SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a script": active(intake_cases.open_action),
    "a script that nothing uses": active(intake_cases.unused_script),
    "a program": active(intake_cases.launch),
    "a form that sends itself": active(intake_cases.submit_form),
    "XFA": active(intake_cases.xfa),
    "a film": active(intake_cases.rich_media),
    "a file inside": active(intake_cases.embedded),
    "a cut file": made_pdf()[:150],
    "references in circles": b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Prev 9>>\nstartxref\n9\n%%EOF\n",
    "a picture bomb": png("1", (20_000, 20_000)),
    "a damaged picture": jpeg()[:300],
}


@pytest.mark.parametrize("case", FILES)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_kept(city, work, client, settings, case):
    answer = sent(client, city.acme, ("signed.pdf", FILES[case]))
    assert answer.status_code == 422
    assert rows(work.session, Document) == []
    assert [path for path in settings.files_folder.rglob("*") if path.is_file() and path.name != ".lock"] == []
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("name", ["../../etc/passwd", 'x"; y="z.pdf', "\u202efdp.exe", "\ud800.pdf", "a" * 5000])
def test_a_hostile_name_is_one_clean_line(city, work, client, name):
    assert sent(client, city.acme, (name.encode("utf-8", "replace").decode(), made_pdf())).status_code == 303
    row = rows(work.session, Document)[0]
    number, kept = row.id, row.name
    assert kept.isprintable()
    assert "/" not in kept
    work.session.rollback()
    answer = client.get(f"/portal/requests/{city.acme}/documents/{number}")
    assert answer.status_code == 200
    assert "x" not in answer.headers.getlist("Set-Cookie")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_pictures_of_paper_become_one_document_unless_paper_does_not_suffice(city, work, client):
    assert sent(client, city.acme, ("1.jpg", jpeg()), ("2.png", png())).status_code == 303
    row = rows(work.session, Document)[0]
    assert (row.pages, row.media_type, row.name) == (2, "application/pdf", "1.pdf")
    work.session.rollback()
    for one in rows(work.session, RequirementSet):
        one.signature_kinds = ["certificate"]
    work.session.commit()
    answer = sent(client, city.acme, ("1.jpg", jpeg()))
    assert answer.status_code == 422
    assert "accepts no signatures on paper" in answer.text


def test_a_full_disk_refuses_with_a_plain_sentence_and_pages_go_on(city, work, client, monkeypatch):
    def full(_source, _part):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    answer = sent(client, city.acme, ("signed.pdf", made_pdf()))
    assert answer.status_code == 507
    assert "no room left on our side" in answer.text
    assert rows(work.session, Document) == []
    assert client.get(f"/portal/requests/{city.acme}/send").status_code == 200
