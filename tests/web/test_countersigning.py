"""The city counter-signs what it accepted, once, without touching the original."""

import shutil
import subprocess

import pytest

from tests.cast import rows
from tests.portal.conftest import made_pdf
from tests.portal.signing_steps import give_seal
from tests.submitted import submitted
from tracker.documents.signatures import checking
from tracker.documents.store import store_of
from tracker.domain.record_words import Outcome
from tracker.domain.signature_verdict import Kind, Verdict
from tracker.models.document import Document
from tracker.models.event import Event
from tracker.models.review import Review
from tracker.services import city_seal


@pytest.fixture
def accepted(cast, acting, work, settings, moments, tmp_path):
    """An accepted attestation of Acme with a scan in the store, in a city with a key."""
    give_seal(settings, tmp_path, moments.now())
    number = submitted(acting(cast.pia), cast.acme, cast.cora, cast.payroll)
    (document,) = rows(work.session, Document)
    file = tmp_path / "scan.pdf"
    file.write_bytes(made_pdf())
    with file.open("rb") as stream:
        document.digest = store_of(settings).put(stream, 10**6).digest
    work.session.add(
        Review(
            attestation_id=number, reviewer_id=cast.oscar, outcome=Outcome.ACCEPTED, decided_at=work.now, checklist=[]
        )
    )
    work.session.commit()
    return number


def test_an_accepted_document_is_countersigned_beside_the_original(work, cast, settings, visitors, accepted, tmp_path):
    officer = visitors.person(cast.oscar)
    assert "Counter-sign for the city" in officer.get(f"/attestations/{accepted}").text
    for _click in range(2):
        assert officer.post(f"/attestations/{accepted}/countersign").status_code == 303
    original, copy = sorted(rows(work.session, Document), key=lambda row: row.id)
    assert (original.kind, copy.kind) == ("uploaded", "counter-signed")
    assert (original.replaced_at, copy.replaced_at) == (None, None)
    store = store_of(settings)
    with store.open(original.digest) as first, store.open(copy.digest) as second:
        before, after = first.read(), second.read()
    assert after.startswith(before)
    path, trust = tmp_path / "copy.pdf", tmp_path / "trust.pem"
    path.write_bytes(after)
    trust.write_text(city_seal.trust(work))
    found = checking.check(path, checking.Means([trust], [], work.now, city_seal.fingerprints(work)))
    assert (found.verdict, [one.kind for one in found.signatures]) == (Verdict.TRUSTED, [Kind.CITY])
    if pdfsig := shutil.which("pdfsig"):
        said = subprocess.run([pdfsig, str(path)], capture_output=True, text=True, check=True).stdout
        assert "Signature is Valid" in said
    assert len(rows(work.session, Event, action="document:counter-signed")) == 1
    page = officer.get(f"/attestations/{accepted}").text
    assert "counter-signed.pdf" in page
    assert "Counter-sign for the city" not in page


def test_only_a_privacy_officer_countersigns_and_only_what_was_accepted(work, cast, acting, visitors, accepted):
    for number in (cast.pia, cast.max, cast.ada, cast.adam):
        assert visitors.person(number).post(f"/attestations/{accepted}/countersign").status_code in {403, 404}
    waiting = submitted(acting(cast.pia), cast.birch, cast.ben, cast.cameras)
    visitors.person(cast.oscar).post(f"/attestations/{waiting}/countersign")
    visitors.person(cast.oscar).post("/attestations/99999/countersign")
    assert {row.kind for row in rows(work.session, Document)} == {"uploaded"}


def test_without_a_key_it_is_not_offered(cast, settings, visitors, accepted):
    settings.seal_file = ""
    officer = visitors.person(cast.oscar)
    assert "Counter-sign for the city" not in officer.get(f"/attestations/{accepted}").text
    officer.post(f"/attestations/{accepted}/countersign")
    assert "TRACKER_SEAL_FILE" in officer.get(f"/attestations/{accepted}").text
