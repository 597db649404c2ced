"""Several people ask at the same moment: numbers stay unique, and no contract is asked about twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.cast import rows
from tracker.database import db
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.request import Request
from tracker.services import contracts, requests
from tracker.services.contracts import NewContract
from tracker.services.data_schedule import NewLine, NewSchedule, declare_schedule
from tracker.services.requests import NewRequest
from tracker.services.rules import RuleBroken
from tracker.services.work import TRACKER, Work

WRITERS = 8


@pytest.fixture
def declared(work, cast):
    """Eight contracts of Acme whose data is declared."""
    name = rows(work.session, DataElement, code="full-name")[0].id
    found = []
    for number in range(WRITERS):
        new = NewContract(
            number=f"N-{number}", title="Tutoring", vendor_id=cast.acme, department_id=cast.library, owner_id=cast.pia,
            starts_on=date(2026, 1, 1), through_on=None, amount=None,
        )  # fmt: skip
        contract = contracts.create(work, new)
        declare_schedule(work, contract, NewSchedule(lines=(NewLine(name, purpose="tutor", subjects=("child",)),)))
        found.append(contract.id)
    work.session.commit()
    return found


def test_writers_at_once_get_different_numbers(app, cast, declared, moments, settings):
    def ask(contract_id):
        return _ask(app, moments, settings, NewRequest(cast.acme, (contract_id,), cast.cora))

    with ThreadPoolExecutor(WRITERS) as pool:
        numbers = list(pool.map(ask, declared))
    assert sorted(numbers) == [f"2026-{number:04d}" for number in range(1, WRITERS + 1)]


def test_of_two_who_ask_about_one_contract_one_is_refused(app, cast, declared, moments, settings, work):
    def ask(_turn):
        return _ask(app, moments, settings, NewRequest(cast.acme, (declared[0],), cast.cora))

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(ask, range(2)))
    assert answers == ["2026-0001", "refused"]
    work.session.rollback()
    assert len(rows(work.session, Request)) == 1
    assert work.session.get_one(Contract, declared[0]).archived_at is None


def _ask(app, moments, settings, new):
    with app.app_context():
        session = db.session()
        try:
            number = requests.send(Work(session, TRACKER, moments.clock, settings), new).number
            session.commit()
        except RuleBroken:
            session.rollback()
            return "refused"
        finally:
            db.session.remove()
        return number
