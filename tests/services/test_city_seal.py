"""The city's key: in a file, in a token, of the sample city; what is said when there is none, and what is kept."""

import shutil
import subprocess
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from asn1crypto.keys import ECDomainParameters
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

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

pkcs11 = import_module("pkcs11") if find_spec("pkcs11") else None
SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")


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


@pytest.mark.skipif(not SOFTHSM.exists() or pkcs11 is None, reason="SoftHSM or python-pkcs11 is missing")
def test_a_key_in_a_token_seals(work, settings, moments, tmp_path, monkeypatch):
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    give_seal(settings, tmp_path, moments.now())
    _put_into_token(Path(settings.seal_file), settings.seal_password)
    settings.seal_file = settings.seal_password = ""
    settings.seal_module, settings.seal_token, settings.seal_key, settings.seal_pin = (
        str(SOFTHSM),
        "city",
        "seal",
        "1234",
    )
    made = seal(made_pdf(), city_seal.means(work), "signed")
    found = judged(work, made.data, tmp_path)
    assert (found.verdict, found.signatures[0].kind) == (Verdict.TRUSTED, Kind.CITY)
    settings.seal_key = "nothing"
    assert not city_seal.state(work).ready


def _put_into_token(file: Path, password: str) -> None:
    program = str(shutil.which("softhsm2-util"))
    command = [program, "--init-token", "--free", "--label", "city", "--so-pin", "4321", "--pin", "1234"]
    subprocess.run(command, check=True, capture_output=True)
    held = pkcs12.load_pkcs12(file.read_bytes(), password.encode())
    secret = held.key.private_numbers().private_value.to_bytes(32, "big")
    with pkcs11.lib(str(SOFTHSM)).get_token(token_label="city").open(user_pin="1234", rw=True) as session:
        attribute = pkcs11.Attribute
        session.create_object(
            {
                attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
                attribute.KEY_TYPE: pkcs11.KeyType.EC,
                attribute.EC_PARAMS: ECDomainParameters(name="named", value="secp256r1").dump(),
                attribute.VALUE: secret,
                attribute.LABEL: "seal",
                attribute.TOKEN: True,
                attribute.SIGN: True,
            }
        )
        for label, one in (("seal", held.cert), *(("above", above) for above in held.additional_certs)):
            der = one.certificate.public_bytes(Encoding.DER)
            session.create_object(
                {
                    attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                    attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    attribute.SUBJECT: one.certificate.subject.public_bytes(),
                    attribute.VALUE: der,
                    attribute.LABEL: label,
                    attribute.TOKEN: True,
                }
            )


def test_settings_that_name_half_a_token_are_refused(monkeypatch):
    monkeypatch.setenv("TRACKER_SAMPLE_MODE", "1")
    monkeypatch.setenv("TRACKER_SEAL_MODULE", "/usr/lib/maker.so")
    with pytest.raises(SettingsProblem, match="TRACKER_SEAL_TOKEN"):
        read_settings()
