"""The city's key: in a file, in a token, of the sample city; what is said when there is none, and what is kept."""

from datetime import timedelta

import pytest

from tests.cast import rows
from tests.portal.conftest import made_pdf
from tests.portal.signing_steps import give_seal
from tracker.config import SettingsProblem, read_settings
from tracker.documents.sealing.certificate import NoSeal
from tracker.documents.sealing.sealing import UNSTAMPED, seal
from tracker.documents.signatures import checking
from tracker.domain.signature_verdict import Kind, Verdict
from tracker.models.city_certificate import CityCertificate
from tracker.services import city_seal


def judged(work, data, folder):
    path, trust = folder / "sealed.pdf", folder / "trust.pem"
    path.write_bytes(data)
    trust.write_text(city_seal.trust(work))
    return checking.check(path, checking.Means([trust], [], work.now, city_seal.fingerprints(work)))


def test_without_a_key_the_page_says_what_to_set(work, cast, visitors):
    assert not city_seal.state(work).ready
    with pytest.raises(NoSeal):
        city_seal.seal(work)
    assert "TRACKER_SEAL_FILE" in visitors.person(cast.adam).get("/settings/").text
    assert city_seal.fingerprints(work) == ()


@pytest.mark.parametrize("fault", ["no file", "no key", "password"])
def test_a_key_that_cannot_be_opened_is_said_in_a_sentence(work, settings, moments, tmp_path, fault):
    give_seal(settings, tmp_path, moments.now())
    if fault == "password":
        settings.seal_password = "another"
    elif fault == "no file":
        settings.seal_file = str(tmp_path / "nowhere.p12")
    else:
        (tmp_path / "text.p12").write_text("no key")
        settings.seal_file = str(tmp_path / "text.p12")
    state = city_seal.state(work)
    assert not state.ready
    assert "key" in state.problem
    assert "another" not in state.problem.replace("another password", "")


def test_the_page_warns_sixty_days_before_the_certificate_runs_out(work, cast, settings, moments, visitors, tmp_path):
    give_seal(settings, tmp_path, moments.now())
    last = city_seal.state(work).valid_until_on
    assert last is not None
    moments.go_to(last - timedelta(days=61))
    assert city_seal.state(work).warning == ""
    moments.go_to(last - timedelta(days=60))
    assert "in 60 days" in city_seal.state(work).warning
    page = visitors.person(cast.adam).get("/settings/").text
    assert "runs out" in page
    assert city_seal.state(work).fingerprint in page
    moments.go_to(last + timedelta(days=1))
    assert "not valid today" in city_seal.state(work).problem


def test_a_former_certificate_stays_the_citys(work, settings, moments, tmp_path):
    give_seal(settings, tmp_path, moments.now())
    old = seal(made_pdf(), city_seal.means(work), "signed")
    former = city_seal.seal(work).certificate
    city_seal.remember(work, former)
    city_seal.remember(work, former)
    give_seal(settings, tmp_path / "next", moments.now())
    assert len(rows(work.session, CityCertificate)) == 1
    assert len(city_seal.fingerprints(work)) == 2
    found = judged(work, old.data, tmp_path)
    assert (found.verdict, found.signatures[0].kind) == (Verdict.TRUSTED, Kind.CITY)


def test_the_sample_city_makes_a_key_of_its_own_once(work, settings, tmp_path):
    settings.sample_mode = True
    first, second = city_seal.state(work), city_seal.state(work)
    assert first.ready
    assert first == second
    assert "sample" in first.subject
    assert judged(work, seal(made_pdf(), city_seal.means(work), "x").data, tmp_path).verdict is Verdict.TRUSTED


def test_a_timestamp_service_that_does_not_answer_blocks_nothing(work, settings, moments, tmp_path):
    give_seal(settings, tmp_path, moments.now())
    settings.timestamp_url = "http://127.0.0.1:9/stamp"
    made = seal(made_pdf(), city_seal.means(work), "signed")
    assert (made.stamped, made.note) == (False, UNSTAMPED)
    assert judged(work, made.data, tmp_path).verdict is Verdict.TRUSTED


def test_settings_that_name_half_a_token_are_refused(monkeypatch):
    monkeypatch.setenv("TRACKER_SAMPLE_MODE", "1")
    monkeypatch.setenv("TRACKER_SEAL_MODULE", "/usr/lib/maker.so")
    with pytest.raises(SettingsProblem, match="TRACKER_SEAL_TOKEN"):
        read_settings()
