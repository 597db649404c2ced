"""Two vendors, each asked for its contract; and a PDF as a signer would send it."""

import re
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pytest

from tests.cast import Cast, rows
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.request import Request
from tracker.queries.attestation_draft import draft
from tracker.services import attestations, requests
from tracker.services.attestations import NewSigner
from tracker.services.data_schedule import NewLine, NewSchedule, declare_schedule
from tracker.services.documents import NewDocument, receive
from tracker.services.requests import NewRequest
from tracker.web.portal import sign_in

SIGNER = NewSigner("Cora Chen", "Chief Financial Officer", "As CFO I may sign contracts of the company.")


@dataclass(frozen=True)
class City:
    """The cast with an open request for each vendor: `acme` to Cora, `birch` to Ben."""

    cast: Cast
    acme: int
    birch: int


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(sign_in, "EVEN_SECONDS", 0.0)


@pytest.fixture
def city(work, cast, acting):
    """Both contracts let a name and a bank account go; both vendors are asked."""
    codes = ("full-name", "home-address")
    lines = tuple(
        NewLine(rows(work.session, DataElement, code=code)[0].id, purpose="pay staff", subjects=("employee",))
        for code in codes
    )
    pia = acting(cast.pia, "Pia Procurement")
    for number in (cast.payroll, cast.cameras):
        declare_schedule(pia, work.session.get_one(Contract, number), NewSchedule(lines=lines))
    acme = requests.send(pia, NewRequest(cast.acme, (cast.payroll,), cast.cora, message="Thank you for your help."))
    birch = requests.send(pia, NewRequest(cast.birch, (cast.cameras,), cast.ben))
    settled = City(cast, acme.id, birch.id)
    work.session.commit()
    return settled


@pytest.fixture
def pdf():
    """Give a small harmless PDF."""
    return made_pdf()


@pytest.fixture
def cora(city, acting):
    """The unit of work of Acme's contact."""
    return acting(city.cast.cora, "Cora Chen", "contact")


@pytest.fixture
def ready(city, cora):
    """A draft that lacks nothing but being sent."""
    return complete(cora, city.acme)


def complete(work, request_id, digest="ab" * 32):
    request = work.session.get_one(Request, request_id)
    attestation = attestations.draft_of(work, request)
    attestations.agree_to_rest(work, attestation)
    attestations.save_signer(work, attestation, SIGNER)
    receive(work, attestation, NewDocument(digest, 1234, "signed.pdf", "application/pdf"))
    work.session.commit()
    return attestation


def shown(work, request_id):
    return draft(work.session, work.session.get_one(Request, request_id), work.today)


def first(pattern, text):
    """Give the first group of the first place that matches."""
    found = re.search(pattern, text)
    assert found is not None, f"nothing matches {pattern}"
    return found.group(1)


def made_pdf(change=None, **options):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    if change:
        change(pdf)
    made = BytesIO()
    pdf.save(made, **options)
    return made.getvalue()
