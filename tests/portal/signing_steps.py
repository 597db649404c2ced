"""Signing on screen as a browser does it, step by step; and a city that has a key of its own."""

from pathlib import Path

from tests.cast import rows
from tests.portal.conftest import SIGNER, first
from tracker.documents.sealing.sample_key import PASSWORD, sample_key
from tracker.models.letter import Letter
from tracker.models.request import Request
from tracker.services import attestations


def give_seal(settings, folder: Path, moment) -> None:
    """Let the installation have a key of its own, as a real city configures it."""
    settings.seal_file = str(sample_key(folder / "seal", settings.city_name, moment))
    settings.seal_password = PASSWORD


def answered(work, request_id):
    """Answer everything and name the signer, so that only the signature is missing."""
    attestation = attestations.draft_of(work, work.session.get_one(Request, request_id))
    attestations.agree_to_rest(work, attestation)
    attestations.save_signer(work, attestation, SIGNER)
    work.session.commit()
    return attestation


def codes_in(work, email):
    work.session.expire_all()
    letters = [letter for letter in rows(work.session, Letter, kind="code") if letter.to_email == email]
    return [first(r"\b(\d{6})\b", letter.text) for letter in letters]


class Signer:
    """A browser that signs the answer to one request."""

    def __init__(self, client, work, request_id, email="cora@acme.example"):
        self.client, self.work, self.email = client, work, email
        self.page = f"/portal/requests/{request_id}"

    def opens(self):
        return self.client.post(f"{self.page}/sign/open")

    def mark(self):
        return first(r'name="mark" value="([0-9a-f]{64})"', self.client.get(f"{self.page}/sign").text)

    def consents(self, **typed):
        given = {"mark": self.mark(), "consents": "y", "is_signer": "y", "name": "Cora Chen", **typed}
        return self.client.post(f"{self.page}/sign", data={k: v for k, v in given.items() if v is not None})

    def code(self):
        return codes_in(self.work, self.email)[-1]

    def types(self, code=None):
        return self.client.post(f"{self.page}/sign/code", data={"code": self.code() if code is None else code})

    def comes_to_the_code(self):
        assert self.opens().location == f"{self.page}/sign"
        assert self.consents().location == f"{self.page}/sign/code"
        return self
