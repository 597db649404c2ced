"""Lists of contracts: created, changed, unchanged, refused; twice is once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.cast import rows
from tests.list_imports.conftest import figures
from tracker.domain.import_words import ImportState
from tracker.domain.standings import Standing
from tracker.models.contract import Contract, ContractTerm
from tracker.models.department import Department
from tracker.models.event import Event, EventSubject
from tracker.models.letter import Letter
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor, VendorAlias
from tracker.services import timeline_upkeep

DATA = Path(__file__).parents[1] / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data"
QUARTERS = [SHARED / f"philadelphia-professional-services-fy2019-{quarter}.csv" for quarter in ("q1", "q2")]
HEADER = "Contract no.,Item no.,Vendor,Vendor no.,Department,Title,Owner,Start,End,Amount\n"


@pytest.fixture
def bring_in(desk):
    """Bring lines under our own headings in; likely names are new vendors."""
    return lambda lines: desk.bring(HEADER + lines, undecided_are_new=True)


def sentences(desk, run):
    """What is said of each row."""
    return [row.reason for row in desk.rows(run)]


def changed(desk, run, number=2):
    """The changes of one row: field, old, new."""
    (row,) = [row for row in desk.rows(run) if row.number == number]
    return [(each["field"], each["old"], each["new"]) for each in row.changes]


def standings_on(session, day):
    """The number of contracts by standing on a day."""
    chosen = (
        select(StandingSpan.standing, func.count())
        .where(StandingSpan.from_on <= day, StandingSpan.until_on > day)
        .group_by(StandingSpan.standing)
    )
    return {row.standing: row[1] for row in session.execute(chosen)}


def terms(session, number):
    """The terms of a contract held true now: (item, first day, last day)."""
    chosen = select(ContractTerm).join(Contract, Contract.id == ContractTerm.contract_id)
    chosen = chosen.where(Contract.number == number, ContractTerm.replaced_at.is_(None)).order_by(ContractTerm.id)
    return [(term.item_number, term.starts_on, term.through_on) for term in session.scalars(chosen)]


def test_real_quarters_come_in_once_and_the_second_shows_its_differences(desk, session):
    excerpts = [DATA / f"philadelphia-excerpt-{quarter}.csv" for quarter in ("q1", "q1", "q2", "q2")]
    told = [figures(desk.bring(path)) for path in excerpts]
    assert told[0] == (34, 0, 0, 0, 0)
    assert told[1] == (0, 0, 34, 0, 0)
    assert told[2][1] > 0
    assert told[3] == (0, 0, 36, 0, 0)
    ids = list(session.scalars(select(Contract.id)))
    assert timeline_upkeep.check(session, ids) == []
    assert timeline_upkeep.check_tallies(session) == []
    assert rows(session, Letter) == []


def test_a_dry_run_changes_nothing(desk, session):
    run = desk.begin(DATA / "philadelphia-excerpt-q1.csv")
    assert run.state == ImportState.CHECKED
    assert [rows(session, kind) for kind in (Contract, Vendor, Department)] == [[], [], []]
    assert rows(session, Event, action="import:applied") == []


def test_imported_contracts_are_undeclared_while_in_force_and_over_today(desk, session, work):
    desk.bring(DATA / "philadelphia-excerpt-q1.csv")
    then = standings_on(session, date(2018, 12, 31))
    assert set(then) <= {Standing.UNDECLARED, Standing.NOT_IN_FORCE}
    assert then[Standing.UNDECLARED] > 10
    ended = select(func.max(ContractTerm.through_on)).group_by(ContractTerm.contract_id)
    open_still = sum(day >= work.today for day in session.scalars(ended))
    assert standings_on(session, work.today).get(Standing.UNDECLARED, 0) == open_still


@pytest.mark.skipif(not QUARTERS[0].is_file(), reason="the full lists are not kept with the product")
def test_the_full_quarters_come_in_and_come_in_again_unchanged(desk, session):
    told = [figures(desk.bring(QUARTERS[at], undecided_are_new=True)) for at in (0, 0, 1, 1)]
    assert told == [(1328, 0, 0, 0, 0), (0, 0, 1328, 0, 0), (465, 248, 974, 0, 0), (0, 0, 1687, 0, 0)]
    moved = session.scalars(select(Vendor).join(Contract).where(Contract.number == "1820604")).one()
    assert moved.name.endswith("& Company")


def test_a_renewal_adds_a_term_and_the_latest_gives_title_and_amount(bring_in, desk, session):
    bring_in("C-1,C-101,Acme,,LAW,Old,,1/1/2018,12/31/2018,100\nC-2,,Birch,,LAW,Trees,,1/1/2018,12/31/2018,1\n")
    run = bring_in("C-1,C-102,Acme,,LAW,New,,1/1/2019,12/31/2019,200\n")
    assert figures(run) == (0, 1, 0, 0, 0)
    assert sentences(desk, run) == ["renewed through December 31, 2019"]
    assert ("Title", "Old", "New") in changed(desk, run)
    assert ("Amount", "100.00", "200.00") in changed(desk, run)
    assert [item for item, _, _ in terms(session, "C-1")] == ["C-101", "C-102"]
    (event,) = rows(session, Event, action="contract:changed by import")
    assert "title “Old” became “New”" in event.sentence
    kinds = {subject.kind for subject in rows(session, EventSubject, event_id=event.id)}
    assert kinds == {"contract", "vendor"}


def test_an_older_list_brings_older_terms_and_leaves_title_and_vendor(bring_in, session):
    bring_in("C-1,C-102,Acme,,LAW,New,,1/1/2019,12/31/2019,200\nC-2,,Birch,,LAW,Trees,,1/1/2018,12/31/2018,1\n")
    assert figures(bring_in("C-1,C-101,Old Acme,,LAW,Old,,1/1/2018,12/31/2018,100\n"))[:4] == (0, 1, 0, 0)
    contract = session.scalars(select(Contract).where(Contract.number == "C-1")).one()
    assert (contract.title, contract.amount) == ("New", Decimal("200.00"))
    assert len(terms(session, "C-1")) == 2
    assert rows(session, Vendor, name="Old Acme") == []


def test_another_end_day_of_the_same_item_replaces_the_term_and_keeps_what_was_known(bring_in, desk, session):
    bring_in("C-1,C-101,Acme,,LAW,Signs,,1/1/2018,12/31/2018,\nC-2,,Birch,,LAW,Trees,,1/1/2018,12/31/2018,1\n")
    run = bring_in("C-1,C-101,Acme,,LAW,Signs,,1/1/2018,6/30/2018,\n")
    assert sentences(desk, run) == ["term corrected, now through June 30, 2018"]
    assert changed(desk, run) == [("End", "December 31, 2018", "June 30, 2018")]
    assert terms(session, "C-1") == [("C-101", date(2018, 1, 1), date(2018, 6, 30))]
    assert len(rows(session, ContractTerm, through_on=date(2018, 12, 31))) == 2


def test_two_first_days_of_one_item_are_two_terms(bring_in, session):
    lines = "C-1,X,Acme,,LAW,Signs,,7/1/2017,6/30/2019,5\nC-1,X,Acme,,LAW,Signs,,7/1/2018,6/30/2019,2\n"
    assert figures(bring_in(lines)) == (2, 0, 0, 0, 0)
    assert figures(bring_in(lines)) == (0, 0, 2, 0, 0)
    assert len(terms(session, "C-1")) == 2
    assert rows(session, Contract)[0].amount == Decimal("2.00")


def test_the_same_row_twice_is_one_term(bring_in, session):
    line = "C-1,X,Acme,,LAW,Signs,,7/1/2017,6/30/2019,5\n"
    assert figures(bring_in(line * 2)) == (2, 0, 0, 0, 0)
    assert len(terms(session, "C-1")) == 1


def test_two_rows_that_contradict_each_other_are_both_refused_with_the_column(bring_in, desk, session):
    run = bring_in("C-1,X,Acme,,LAW,Signs,,7/1/2017,,5\nC-1,X,Acme,,LAW,Signs,,7/1/2017,,6\nC-2,,Elm,,LAW,A,,,,\n")
    assert figures(run) == (1, 0, 0, 2, 0)
    first, second, _third = desk.rows(run)
    assert (first.column, first.reason) == ("Amount", "row 3 says 6.00 of the same term; one of them is wrong")
    assert second.reason.startswith("row 2 says 5.00")
    assert [contract.number for contract in rows(session, Contract)] == ["C-2"]


def test_an_empty_cell_never_blanks_what_was_typed_by_hand_unless_it_is_asked(desk, session):
    first = "C-1,,Acme,,LAW,Signs,,1/1/2018,12/31/2018,5\nC-2,,Birch,,LAW,Trees,,1/1/2018,12/31/2018,1\n"
    desk.bring(HEADER + first)
    assert figures(desk.bring(HEADER + "C-1,,Acme,,,,,1/1/2018,,\n")) == (0, 0, 1, 0, 0)
    contract = rows(session, Contract, number="C-1")[0]
    assert (contract.title, contract.amount) == ("Signs", Decimal("5.00"))
    assert terms(session, "C-1") == [("", date(2018, 1, 1), date(2018, 12, 31))]
    run = desk.bring(HEADER + "C-1,,Acme,,,,,1/1/2018,,\n", blank_erases=True)
    assert ("Amount", "5.00", "") in changed(desk, run)
    assert (rows(session, Contract, number="C-1")[0].amount, contract.title) == (None, "Signs")
    assert terms(session, "C-1") == [("", date(2018, 1, 1), None)]


def test_another_spelling_of_a_vendor_is_kept_as_its_alias(bring_in, desk, session):
    bring_in('C-1,,"Acme & Sons, Inc.",,LAW,Signs,,1/1/2018,,5\nC-2,,Birch,,LAW,Trees,,1/1/2018,,1\n')
    line = "C-1,,ACME AND SONS,,LAW,Signs,,1/1/2018,,5\n"
    assert sentences(desk, bring_in(line)) == ["vendor also written ACME AND SONS"]
    assert figures(bring_in(line)) == (0, 0, 1, 0, 0)
    (alias,) = rows(session, VendorAlias)
    assert alias.name == "ACME AND SONS"
    assert len(rows(session, Vendor)) == 2


def test_two_spellings_in_one_list_are_one_vendor(bring_in, session):
    lines = "C-1,,Acme Inc,,LAW,Signs,,1/1/2018,,5\nC-2,,ACME INC.,,LAW,Posts,,1/1/2018,,1\n"
    assert figures(bring_in(lines)) == (2, 0, 0, 0, 0)
    assert figures(bring_in(lines)) == (0, 0, 2, 0, 0)
    assert len(rows(session, Vendor)) == 1


def test_a_vendor_number_decides_before_the_name(bring_in, session):
    bring_in("C-1,,Acme,V-1,LAW,Signs,,1/1/2018,,5\nC-2,,Acme,V-2,LAW,Posts,,1/1/2018,,1\n")
    assert {vendor.number for vendor in rows(session, Vendor)} == {"V-1", "V-2"}
    bring_in("C-3,,Acme Holding,V-2,LAW,Wires,,1/1/2018,,5\n")
    vendor = session.scalars(select(Vendor).join(Contract).where(Contract.number == "C-3")).one()
    assert vendor.number == "V-2"


def test_a_contract_moves_to_the_vendor_of_its_latest_term(bring_in, desk, session):
    bring_in("C-1,1,Acme,,LAW,Signs,,1/1/2018,12/31/2018,5\nC-2,,Acme,,LAW,Posts,,1/1/2018,,1\n")
    run = bring_in("C-1,2,Birch,,LAW,Signs,,1/1/2019,12/31/2019,5\n")
    assert ("Vendor", "Acme", "Birch") in changed(desk, run)
    contract = rows(session, Contract, number="C-1")[0]
    birch = rows(session, Vendor, name="Birch")[0]
    assert contract.vendor_id == birch.id
    assert {span.vendor_id for span in rows(session, StandingSpan, contract_id=contract.id)} == {birch.id}
    (event,) = rows(session, Event, action="contract:changed by import")
    kinds = [subject.kind for subject in rows(session, EventSubject, event_id=event.id)]
    assert kinds.count("vendor") == 2


def test_a_known_owner_is_set_and_an_unknown_one_left_open(bring_in, session, cast):
    bring_in("C-1,,Acme,,Library,Signs,PIA PROCUREMENT,1/1/2018,,5\nC-2,,Elm,,Law,Posts,Nobody,1/1/2018,,1\n")
    owners = [rows(session, Contract, number=number)[0].owner_id for number in ("C-1", "C-2")]
    assert owners == [cast.pia, None]
    assert len(rows(session, Department, name="Library")) == 1


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("C-2291,,Acme Payroll,V-100,Library,Payroll,,1/1/2026,12/31/2027,1\n", "Contract no.", "archived"),
        ("C-9,,Acme,,,Signs,,1/1/2018,,5\n", "Department", "department"),
        ("C-9,,Birch Analytics,,LAW,Signs,,1/1/2018,,5\n", "Vendor", "archived"),
        ("C-9,,Elm,,Police,Signs,,1/1/2018,,5\n", "Department", "archived"),
        ("C-9,,Acme,,LAW,Signs,,1/1/2018,2/30/2018,5\n", "End", "calendar"),
        ("C-9,,Acme,,LAW,Signs,,1/1/2018,12/31/2017,5\n", "End", "before"),
        ("C-3300,,Birch Analytics,,,Signs,,,12/31/2025,5\n", "End", "before"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_and_the_others_come_in(desk, session, cast, work, line, column, reason):
    session.get(Contract, cast.payroll).archived_at = work.now
    session.get(Vendor, cast.birch).archived_at = work.now
    session.get(Department, cast.police).archived_at = work.now
    session.commit()
    run = desk.bring(HEADER + line + "C-8,,Cedar,,LAW,Posts,,1/1/2018,,1\n", undecided_are_new=True)
    assert figures(run) == (1, 0, 0, 1, 0)
    refused = desk.rows(run)[0]
    assert (refused.number, refused.column) == (2, column)
    assert reason in refused.reason
    assert rows(session, Contract, number="C-9") == []


def test_an_import_is_one_event_with_file_digest_and_counts(bring_in, session):
    run = bring_in("C-1,,Acme,,LAW,Signs,,1/1/2018,,5\nC-2,,Birch,,LAW,Posts,,1/1/2018,,1\n")
    (event,) = rows(session, Event, action="import:applied")
    assert event.sentence == "imported list.csv: created 2, changed 0, unchanged 0, refused 0"
    assert event.details["sha256"] == run.digest
    assert len(rows(session, Event, action="contract:imported")) == 2
    assert len(rows(session, Event, action="vendor:imported")) == 2
