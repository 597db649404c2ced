"""A city under attack: both vendors have everything that can be had, and one person sees the library only."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest

from tests.brought import brought
from tests.cast import Cast, rows
from tests.portal.conftest import made_pdf
from tests.submitted import answer, ask, declare
from tracker.documents.store import store_of
from tracker.domain.feed_words import FeedKind
from tracker.models.attestation import Attestation
from tracker.models.contract import Contract
from tracker.models.document import Document
from tracker.models.letter import Letter
from tracker.models.person import Person, PersonDepartment
from tracker.models.request import RequestStep
from tracker.models.vendor import Vendor
from tracker.services import calendar_feeds, vendors, waivers
from tracker.services.calendar_feeds import NewFeed
from tracker.services.saved_views import save
from tracker.services.waivers import NewWaiver
from tracker.services.work import Actor, Work
from tracker.web.portal import sign_in

MISSING = 99_999
SIDES = ("acme", "birch")


@dataclass(frozen=True)
class Side:
    """Ids of everything that one vendor has."""

    vendor: int
    department: int
    contact: int
    contract: int
    alias: int
    request: int
    attestation: int
    document: int
    waiver: int
    letter: int
    feed: int
    brought: int


@dataclass(frozen=True)
class Town:
    """The cast, and what each of its two vendors has: Acme at the library, Birch at the police."""

    cast: Cast
    acme: Side
    birch: Side


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(sign_in, "EVEN_SECONDS", 0.0)


@pytest.fixture
def town(work, cast, acting):
    """Both vendors answered, both contracts have a waiver that waits; the manager of the library saved a view."""
    pia = acting(cast.pia, "Pia Procurement")
    acme = _side(pia, cast.acme, cast.library, cast.cora, cast.payroll, "Paywell Partners")
    birch = _side(pia, cast.birch, cast.police, cast.ben, cast.cameras, "Zirbel Optics")
    save(pia, cast.pia, "contracts", "Pia's own view", "q=camera")
    work.session.commit()
    return Town(cast, acme, birch)


def _side(pia, vendor, department, contact, contract, alias):
    session = pia.session
    declare(pia, contract)
    named = vendors.add_alias(pia, session.get_one(Vendor, vendor), alias)
    request = ask(pia, vendor, contact, contract)
    attestation = answer(pia, request)
    kept = store_of(pia.settings).put(BytesIO(made_pdf()), 10**6)
    document = rows(session, Document, attestation_id=attestation.id)[0]
    document.digest, document.size = kept.digest, kept.size
    new = NewWaiver((), ("SEC-1",), f"Waived for {alias}.", date(2026, 11, 23), date(2027, 1, 31))
    waiver = waivers.ask(pia, session.get_one(Contract, contract), new)
    letter = rows(session, Letter, request_id=request.id)[0]
    feed = _feed_of_olga(pia, vendor)
    return Side(
        vendor, department, contact, contract, named.id, request.id, attestation.id, document.id, waiver.id, letter.id,
        feed, brought(pia, alias, _olga(pia).id, vendor),
    )  # fmt: skip


def _olga(work):
    return rows(work.session, Person, email="olga@city.example")[0]


def _feed_of_olga(work, vendor):
    olga = _olga(work)
    acting = Work(work.session, Actor("person", olga.id, olga.name), work.clock, work.settings)
    return calendar_feeds.create(acting, NewFeed(FeedKind.VENDOR, vendor)).id


@pytest.fixture
def limited(town, work):
    """Give a function that limits a person of the cast to the library."""

    def limit(number):
        if not rows(work.session, PersonDepartment, person_id=number):
            work.session.add(PersonDepartment(person_id=number, department_id=town.cast.library))
        work.session.commit()
        return number

    return limit


@pytest.fixture
def draft_of(town, work):
    """Give the number of a request of a vendor that can still be answered: its answer is taken away again."""

    def reopen(side):
        attestation = work.session.get_one(Attestation, side.attestation)
        attestation.submitted_at = None
        work.session.delete(rows(work.session, RequestStep, request_id=side.request, kind="submitted")[0])
        work.session.commit()
        return side.request

    return reopen
