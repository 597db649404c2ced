"""The city's key in a token: SoftHSM stands for the hardware."""

import shutil
import subprocess
from pathlib import Path

import pytest
from asn1crypto.keys import ECDomainParameters
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from tests.portal.conftest import made_pdf
from tests.portal.signing_steps import give_seal
from tracker.documents.sealing.sealing import seal
from tracker.documents.signatures import checking
from tracker.domain.signature_verdict import Kind, Verdict
from tracker.services import city_seal

pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is missing")
SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")


def judged(work, data, folder):
    path, trust = folder / "sealed.pdf", folder / "trust.pem"
    path.write_bytes(data)
    trust.write_text(city_seal.trust(work))
    return checking.check(path, checking.Means([trust], [], work.now, city_seal.fingerprints(work)))


@pytest.mark.skipif(not SOFTHSM.exists(), reason="SoftHSM is missing")
def test_a_key_in_a_token_seals(work, settings, moments, tmp_path, monkeypatch):
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    give_seal(settings, tmp_path, moments.now())
    # The library keeps to the first token that it saw in this process, whatever is configured later.
    label = f"seal of {tmp_path.name}"
    _put_into_token(Path(settings.seal_file), settings.seal_password, label)
    settings.seal_file = settings.seal_password = ""
    settings.seal_module, settings.seal_token, settings.seal_key, settings.seal_pin = (
        str(SOFTHSM),
        "city",
        label,
        "1234",
    )
    made = seal(made_pdf(), city_seal.means(work), "signed")
    found = judged(work, made.data, tmp_path)
    assert (found.verdict, found.signatures[0].kind) == (Verdict.TRUSTED, Kind.CITY)
    settings.seal_key = "nothing"
    assert not city_seal.state(work).ready


def _put_into_token(file: Path, password: str, name: str) -> None:
    program = str(shutil.which("softhsm2-util"))
    command = [program, "--init-token", "--free", "--label", "city", "--so-pin", "4321", "--pin", "1234"]
    subprocess.run(command, check=True, capture_output=True)
    held = pkcs12.load_pkcs12(file.read_bytes(), password.encode())
    assert isinstance(held.key, EllipticCurvePrivateKey)
    assert held.cert is not None
    secret = held.key.private_numbers().private_value.to_bytes(32, "big")
    with pkcs11.lib(str(SOFTHSM)).get_token(token_label="city").open(user_pin="1234", rw=True) as session:
        attribute = pkcs11.Attribute
        session.create_object(
            {
                attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
                attribute.KEY_TYPE: pkcs11.KeyType.EC,
                attribute.EC_PARAMS: ECDomainParameters(name="named", value="secp256r1").dump(),
                attribute.VALUE: secret,
                attribute.LABEL: name,
                attribute.TOKEN: True,
                attribute.SIGN: True,
            }
        )
        for label, one in ((name, held.cert), *(("above", above) for above in held.additional_certs)):
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
