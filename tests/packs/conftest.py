"""Two vendors with evidence: Acme signed on screen and was accepted, Birch sent a paper with an exception."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.sources import ROOT
from tests.cast import Cast, rows
from tests.portal.conftest import SIGNER, made_pdf
from tests.portal.signing_steps import answered, codes_in, give_seal
from tests.submitted import checked, declare
from tracker.documents.store import store_of
from tracker.domain.catalogue_words import Answer
from tracker.domain.checklist import Check
from tracker.domain.disclosure import Audience
from tracker.domain.roles import Role
from tracker.domain.signature_verdict import Verdict
from tracker.models.attestation import Attestation, ClauseAnswer
from tracker.models.contract import Contract
from tracker.models.document import Document
from tracker.models.request import Request
from tracker.queries import evidence as questions
from tracker.queries.evidence import About
from tracker.queries.scope import Viewer
from tracker.services import attestations, evidence, requests, reviews, signing_completion, signings, waivers
from tracker.services.documents import NewDocument, receive
from tracker.services.evidence import Wanted
from tracker.services.requests import NewRequest
from tracker.services.reviews import Acceptance
from tracker.services.signings import Consent, Trace
from tracker.services.waivers import NewWaiver

VERIFIER = ROOT / "seed_data" / "verifier" / "verify_pack.py"
MONDAY = date(2026, 11, 23)
ADDRESS, BROWSER = "203.0.113.77", "Planted Browser/9.1"
NOTE, REASON = "planted note of Oscar", "planted reason of the waiver"
MAIL = "cora@acme.example"
EXCEPTION = "planted weakness: keys are kept for 90 days, ask ben@birch.example at 198.51.100.9"


@dataclass(frozen=True)
class City:
    """The cast with the ids of its evidence; `paper` is what Birch uploaded."""

    cast: Cast
    acme: int
    birch: int
    paper: bytes


@pytest.fixture
def city(work, cast, acting, settings, moments, tmp_path):
    give_seal(settings, tmp_path, moments.now())
    pia, oscar = acting(cast.pia, "Pia Procurement"), acting(cast.oscar, "Oscar Officer")
    for number in (cast.payroll, cast.cameras):
        declare(pia, number, ("full-name", "home-address"))
    asked = requests.send(pia, NewRequest(cast.acme, (cast.payroll,), cast.cora))
    other = requests.send(pia, NewRequest(cast.birch, (cast.cameras,), cast.ben))
    waiver = NewWaiver((), ("BRE-1",), REASON, MONDAY, date(2027, 1, 31))
    waivers.ask(pia, work.session.get_one(Contract, cast.cameras), waiver)
    work.session.commit()
    acme = sign_on_screen(acting(cast.cora, "Cora Chen", "contact"), asked.id)
    [document] = rows(work.session, Document, attestation_id=acme)
    work.session.add(checked(work, document.id, Verdict.TRUSTED))
    work.session.flush()
    last = date(2027, 11, 23)
    good = Acceptance(effective_on=MONDAY, expires_on=last, checklist=tuple(Check), note=NOTE, reason="Seen.")
    reviews.accept(oscar, work.session.get_one(Attestation, acme), good)
    paper = made_pdf()
    birch = upload(acting(cast.ben, "Ben Birch", "contact"), other.id, paper)
    work.session.commit()
    return City(cast, acme, birch, paper)


def sign_on_screen(work, request_id):
    """Sign as a contact does, step by step, from an address and a browser that no pack for others may name."""
    answered(work, request_id)
    request, trace = work.session.get_one(Request, request_id), Trace("token", ADDRESS, BROWSER)
    row = signings.begin(work, request, trace)
    consent = Consent(signings.mark_of(work, row), consents=True, is_signer=True, name="Cora Chen")
    signings.consent(work, request, consent, trace)
    work.session.commit()
    assert signings.prove(work, request, codes_in(work, MAIL)[-1], trace)
    paper = signing_completion.make(work, signing_completion.signable(work, request, trace))
    sent = signing_completion.complete(work, request, paper, trace)
    work.session.commit()
    return sent.id


def upload(work, request_id, paper):
    """Answer with an exception and an uploaded paper."""
    attestation = attestations.draft_of(work, work.session.get_one(Request, request_id))
    attestations.agree_to_rest(work, attestation)
    attestations.save_signer(work, attestation, SIGNER)
    given = rows(work.session, ClauseAnswer, attestation_id=attestation.id)[0]
    given.answer, given.text, given.target_on = Answer.AGREE_WITH_EXCEPTION, EXCEPTION, date(2027, 3, 1)
    work.session.flush()
    stored = store_of(work.settings).put(BytesIO(paper), 1 << 20)
    receive(work, attestation, NewDocument(stored.digest, stored.size, "signed: CON?.pdf", "application/pdf"))
    attestations.submit(work, attestation)
    work.session.commit()
    return attestation.id


ROLES = {
    Audience.AUDITOR: Role.AUDITOR,
    Audience.PRIVACY_OFFICER: Role.PRIVACY_OFFICER,
    Audience.PROCUREMENT: Role.PROCUREMENT,
    Audience.MANAGER: Role.MANAGER,
    Audience.PUBLIC: Role.MANAGER,
}


@pytest.fixture
def packed(acting, city, tmp_path):
    """Make a pack and write it to a file: `packed(About.VENDOR, cast.acme, Audience.PUBLIC)`."""

    def make(about, number, audience=Audience.AUDITOR, day=MONDAY, departments=frozenset()):
        work = acting(city.cast.ada, "Ada Auditor")
        viewer = Viewer(city.cast.ada, "Ada Auditor", "", frozenset({ROLES[audience]}), frozenset(departments))
        subject = questions.subject(work.session, viewer, about, number)
        assert subject is not None
        work.session.rollback()
        path = tmp_path / f"{about}-{number}-{audience}.zip".replace(" ", "-")
        with path.open("wb") as file:
            made = evidence.write(work, viewer, Wanted(subject, audience, day, "0.1"), file)
        evidence.note(work, made)
        work.session.commit()
        return path

    return make


@pytest.fixture
def pack(packed, city):
    """The pack of Acme's attestation for auditors."""
    return packed(About.ATTESTATION, city.acme)


def verify(path, *words, verifier=VERIFIER):
    """Run the verifier as a stranger does: another process, nothing of ours on its path."""
    command = [sys.executable, "-I", str(verifier), str(path), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def members(path):
    """All files of a pack."""
    with ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def repack(path: Path, files, name="altered.zip"):
    """Write files into a ZIP of their own."""
    altered = path.with_name(name)
    with ZipFile(altered, "w") as out:
        for inside, data in files.items():
            out.writestr(inside, data)
    return altered
