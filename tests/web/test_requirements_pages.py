"""The requirements in plain words, and to how many contracts each clause applies."""

import re
from datetime import date, timedelta

import pytest

from tests.cast import rows
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.requirement import RequirementVersion
from tracker.queries import requirements
from tracker.queries.requirement_reach import reach
from tracker.queries.scope import Viewer
from tracker.services.data_schedule import NewLine, NewSchedule, declare_schedule, schedule_of

EVERYBODY = Viewer(1, "Pia", "pia@city.example", frozenset())


@pytest.fixture
def declared(work, cast):
    """Payroll shares a Social Security number and uses AI, the cameras only a name."""
    for contract, code, ai in ((cast.payroll, "ssn", True), (cast.cameras, "full-name", False)):
        found = [
            row
            for row in rows(work.session, DataElement)
            if row.code.startswith(code) or (code == "ssn" and row.tier == 4)
        ]
        line = NewLine(found[0].id, purpose="pay staff", subjects=("employee",))
        declare_schedule(work, work.session.get_one(Contract, contract), NewSchedule(uses_ai=ai, lines=(line,)))
    work.session.commit()
    return cast


def codes(rows):
    return {row.code for row in rows}


def test_the_clauses_of_a_contract_follow_its_data(declared, work):
    day = work.today
    tier4 = codes(requirements.applicable_clauses(work.session, declared.payroll, day))
    tier2 = codes(requirements.applicable_clauses(work.session, declared.cameras, day))
    assert {"SEC-4", "AI-1", "PUR-1"} <= tier4
    assert tier2 & {"SEC-3", "SEC-4", "AI-1", "PUR-2"} == set()
    assert codes(requirements.applicable_to(work.session, [declared.payroll, declared.cameras], day)) == tier4 | tier2


def test_a_contract_without_a_declaration_has_no_clauses(cast, work):
    assert requirements.applicable_clauses(work.session, cast.payroll, work.today) == []


def test_each_clause_says_to_how_many_contracts_it_applies(declared, work):
    version = requirements.version_in_force(work.session, work.today)
    assert version is not None
    numbers = reach(work.session, EVERYBODY, requirements.clauses(work.session, version.id), work.today)
    assert (numbers["PUR-1"], numbers["SEC-4"], numbers["AI-1"], numbers["PUR-2"]) == (2, 1, 1, 0)
    payroll = work.session.get_one(Contract, declared.payroll)
    lines = tuple(schedule_of(work, payroll.id).lines)
    declare_schedule(work, payroll, NewSchedule(from_on=work.today + timedelta(days=10), lines=lines))
    later = reach(work.session, EVERYBODY, requirements.clauses(work.session, version.id), work.today)
    assert later["AI-1"] == 1, "until the new declaration begins the earlier one holds"
    later = reach(work.session, EVERYBODY, requirements.clauses(work.session, version.id), work.today + timedelta(10))
    assert later["AI-1"] == 0
    scoped = Viewer(1, "Max", "max@city.example", frozenset(), frozenset({declared.police}))
    numbers = reach(work.session, scoped, requirements.clauses(work.session, version.id), work.today)
    assert (numbers["PUR-1"], numbers["SEC-4"]) == (1, 0)


def test_before_the_first_version_nothing_is_in_force(cast, work):
    assert requirements.version_in_force(work.session, date(2019, 12, 31)) is None
    assert requirements.applicable_to(work.session, [cast.payroll], date(2019, 12, 31)) == []


def test_the_page_shows_the_version_in_force_and_the_coming_one(declared, visitors, session, work):
    first = rows(session, RequirementVersion)[0]
    coming = RequirementVersion(
        set_id=first.set_id, number=2, effective_on=work.today + timedelta(days=30), grace_days=30,
        note="Stricter", published_at=work.now,
    )  # fmt: skip
    session.add(coming)
    session.commit()
    client = visitors.person(declared.ada)
    page = client.get("/requirements/").text
    assert "version 1" in page
    assert "Stricter" in page
    assert re.search(r"Contracts with data of tier 4 or higher", page)
    assert "not the version in force" in client.get("/requirements/2").text
    assert client.get("/requirements/3").status_code == 404
