"""Importing contract lists: created, changed, unchanged, refused; twice is once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.cast import rows
from tracker.domain.standings import Standing
from tracker.imports.contract_list import read_contracts
from tracker.imports.presets import preset
from tracker.models.contract import Contract, ContractTerm
from tracker.models.department import Department
from tracker.models.event import Event, EventSubject
from tracker.models.letter import Letter
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor, VendorAlias
from tracker.services import timeline_upkeep
from tracker.services.contract_import import Source, import_contracts
from tracker.services.contract_import_report import Fate

DATA = Path(__file__).parents[1] / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data"
QUARTERS = [f"philadelphia-professional-services-fy2019-{quarter}.csv" for quarter in ("q1", "q2")]
HEADER = "Contract no.,Item no.,Vendor,Vendor no.,Department,Title,Owner,Start,End,Amount\n"


@pytest.fixture
def bring_in(work):
    """Import lines under our own headings, or a real file by its path."""

    def bring(lines, preset_name="generic", *, keep=True):
        data = lines.read_bytes() if isinstance(lines, Path) else (HEADER + lines).encode()
        listing = read_contracts(data, preset(preset_name))
        report = import_contracts(work, listing, Source("list.csv", "0" * 64, preset_name))
        if keep:
            work.session.commit()
        else:
            work.session.rollback()
        return report

    return bring


def figures(report):
    """Created, changed, unchanged, refused."""
    return tuple(report.counts.values())


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


def test_real_quarters_come_in_once_and_a_dry_run_tells_the_same_and_changes_nothing(bring_in, session):
    told = []
    for quarter in ("q1", "q1", "q2", "q2"):
        path = DATA / f"philadelphia-excerpt-{quarter}.csv"
        before = session.scalar(select(func.count()).select_from(Event))
        dry = bring_in(path, "philadelphia", keep=False)
        assert session.scalar(select(func.count()).select_from(Event)) == before
        report = bring_in(path, "philadelphia")
        assert report == dry
        told.append(figures(report))
    assert told[0] == (34, 0, 0, 0)
    assert told[1] == (0, 0, 34, 0)
    assert told[2][1] > 0
    assert told[3] == (0, 0, 36, 0)
    ids = list(session.scalars(select(Contract.id)))
    assert timeline_upkeep.check(session, ids) == []
    assert timeline_upkeep.check_tallies(session) == []
    assert rows(session, Letter) == []


def test_imported_contracts_are_undeclared_while_in_force_and_over_today(bring_in, session, work):
    bring_in(DATA / "philadelphia-excerpt-q1.csv", "philadelphia")
    then = standings_on(session, date(2018, 12, 31))
    assert set(then) <= {Standing.UNDECLARED, Standing.NOT_IN_FORCE}
    assert then[Standing.UNDECLARED] > 10
    ended = select(func.max(ContractTerm.through_on)).group_by(ContractTerm.contract_id)
    open_still = sum(day >= work.today for day in session.scalars(ended))
    assert standings_on(session, work.today).get(Standing.UNDECLARED, 0) == open_still


@pytest.mark.skipif(not (SHARED / QUARTERS[0]).is_file(), reason="the full lists are not kept with the product")
def test_the_full_quarters_come_in_and_come_in_again_unchanged(bring_in, session):
    told = [figures(bring_in(SHARED / QUARTERS[at], "philadelphia")) for at in (0, 0, 1, 1)]
    assert told == [(1328, 0, 0, 0), (0, 0, 1328, 0), (465, 248, 974, 0), (0, 0, 1687, 0)]
    moved = session.scalars(select(Vendor).join(Contract).where(Contract.number == "1820604")).one()
    assert moved.name.endswith("& Company")


def test_a_renewal_adds_a_term_and_the_latest_gives_title_and_amount(bring_in, session):
    bring_in("C-1,C-101,Acme,,LAW,Old,,1/1/2018,12/31/2018,100\nC-2,,Birch,,LAW,Trees,,1/1/2018,12/31/2018,1\n")
    report = bring_in("C-1,C-102,Acme,,LAW,New,,1/1/2019,12/31/2019,200\n")
    assert figures(report) == (0, 1, 0, 0)
    assert str(report.told[0]) == (
        "row 2: contract C-1: renewed through December 31, 2019, title “Old” became “New”, amount 100.00 became 200.00"
    )
    assert [item for item, _, _ in terms(session, "C-1")] == ["C-101", "C-102"]
    (event,) = rows(session, Event, action="contract:changed by import")
    kinds = {subject.kind for subject in rows(session, EventSubject, event_id=event.id)}
    assert kinds == {"contract", "vendor"}


def test_an_older_list_brings_older_terms_and_leaves_title_and_vendor(bring_in, session):
    bring_in("C-1,C-102,Acme,,LAW,New,,1/1/2019,12/31/2019,200\nC-2,,Birch,,LAW,Trees,,1/1/2018,12/31/2018,1\n")
    assert figures(bring_in("C-1,C-101,Old Acme,,LAW,Old,,1/1/2018,12/31/2018,100\n")) == (0, 1, 0, 0)
    contract = session.scalars(select(Contract).where(Contract.number == "C-1")).one()
    assert (contract.title, contract.amount) == ("New", Decimal("200.00"))
    assert len(terms(session, "C-1")) == 2
    assert rows(session, Vendor, name="Old Acme") == []


def test_another_end_day_of_the_same_item_replaces_the_term_and_keeps_what_was_known(bring_in, session):
    bring_in("C-1,C-101,Acme,,LAW,Signs,,1/1/2018,12/31/2018,\nC-2,,Birch,,LAW,Trees,,1/1/2018,12/31/2018,1\n")
    report = bring_in("C-1,C-101,Acme,,LAW,Signs,,1/1/2018,6/30/2018,\n")
    assert "term corrected, now through June 30, 2018" in str(report.told[0])
    assert terms(session, "C-1") == [("C-101", date(2018, 1, 1), date(2018, 6, 30))]
    assert len(rows(session, ContractTerm, through_on=date(2018, 12, 31))) == 2


def test_two_first_days_of_one_item_are_two_terms(bring_in, session):
    lines = "C-1,X,Acme,,LAW,Signs,,7/1/2017,6/30/2019,5\nC-1,X,Acme,,LAW,Signs,,7/1/2018,6/30/2019,2\n"
    assert figures(bring_in(lines)) == (2, 0, 0, 0)
    assert figures(bring_in(lines)) == (0, 0, 2, 0)
    assert len(terms(session, "C-1")) == 2
    assert rows(session, Contract)[0].amount == Decimal("2.00")


def test_the_same_row_twice_is_one_term(bring_in, session):
    line = "C-1,X,Acme,,LAW,Signs,,7/1/2017,6/30/2019,5\n"
    assert figures(bring_in(line * 2)) == (2, 0, 0, 0)
    assert len(terms(session, "C-1")) == 1


def test_an_empty_cell_never_blanks_what_was_typed_by_hand(bring_in, session):
    bring_in("C-1,,Acme,,LAW,Signs,,1/1/2018,12/31/2018,5\nC-2,,Birch,,LAW,Trees,,1/1/2018,12/31/2018,1\n")
    assert figures(bring_in("C-1,,Acme,,,,,1/1/2018,,\n")) == (0, 0, 1, 0)
    contract = rows(session, Contract, number="C-1")[0]
    assert (contract.title, contract.amount) == ("Signs", Decimal("5.00"))
    assert terms(session, "C-1") == [("", date(2018, 1, 1), date(2018, 12, 31))]


def test_another_spelling_of_a_vendor_is_kept_as_its_alias(bring_in, session):
    bring_in('C-1,,"Acme & Sons, Inc.",,LAW,Signs,,1/1/2018,,5\nC-2,,Birch,,LAW,Trees,,1/1/2018,,1\n')
    line = "C-1,,ACME AND SONS,,LAW,Signs,,1/1/2018,,5\n"
    assert str(bring_in(line).told[0]) == "row 2: contract C-1: vendor also written ACME AND SONS"
    assert figures(bring_in(line)) == (0, 0, 1, 0)
    (alias,) = rows(session, VendorAlias)
    assert alias.name == "ACME AND SONS"
    assert len(rows(session, Vendor)) == 2


def test_two_spellings_in_one_list_are_one_vendor(bring_in, session):
    lines = "C-1,,Acme Inc,,LAW,Signs,,1/1/2018,,5\nC-2,,ACME INC.,,LAW,Posts,,1/1/2018,,1\n"
    assert figures(bring_in(lines)) == (2, 0, 0, 0)
    assert figures(bring_in(lines)) == (0, 0, 2, 0)
    assert len(rows(session, Vendor)) == 1


def test_a_vendor_number_decides_before_the_name(bring_in, session):
    bring_in("C-1,,Acme,V-1,LAW,Signs,,1/1/2018,,5\nC-2,,Acme,V-2,LAW,Posts,,1/1/2018,,1\n")
    assert {vendor.number for vendor in rows(session, Vendor)} == {"V-1", "V-2"}
    bring_in("C-3,,Acme Holding,V-2,LAW,Wires,,1/1/2018,,5\n")
    vendor = session.scalars(select(Vendor).join(Contract).where(Contract.number == "C-3")).one()
    assert vendor.number == "V-2"


def test_a_contract_moves_to_the_vendor_of_its_latest_term(bring_in, session):
    bring_in("C-1,1,Acme,,LAW,Signs,,1/1/2018,12/31/2018,5\nC-2,,Acme,,LAW,Posts,,1/1/2018,,1\n")
    report = bring_in("C-1,2,Birch,,LAW,Signs,,1/1/2019,12/31/2019,5\n")
    assert "moved to Birch" in str(report.told[0])
    contract = rows(session, Contract, number="C-1")[0]
    birch = rows(session, Vendor, name="Birch")[0]
    assert contract.vendor_id == birch.id
    assert {span.vendor_id for span in rows(session, StandingSpan, contract_id=contract.id)} == {birch.id}
    (event,) = rows(session, Event, action="contract:changed by import")
    kinds = [subject.kind for subject in rows(session, EventSubject, event_id=event.id)]
    assert kinds.count("vendor") == 2


def test_a_known_owner_is_set_and_an_unknown_one_left_open(bring_in, session, cast):
    bring_in("C-1,,Acme,,Library,Signs,PIA PROCUREMENT,1/1/2018,,5\nC-2,,Birch,,Law,Posts,Nobody,1/1/2018,,1\n")
    owners = [rows(session, Contract, number=number)[0].owner_id for number in ("C-1", "C-2")]
    assert owners == [cast.pia, None]
    assert len(rows(session, Department, name="Library")) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("C-2291,,Acme Payroll,V-100,Library,Payroll,,1/1/2026,12/31/2027,1\n", "archived"),
        ("C-9,,Acme,,,Signs,,1/1/2018,,5\n", "department"),
        ("C-9,,Birch Analytics,,LAW,Signs,,1/1/2018,,5\n", "archived"),
        ("C-9,,Acme,,LAW,Signs,,1/1/2018,31/12/2018,5\n", "calendar"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_and_the_others_come_in(bring_in, session, cast, work, line, reason):
    session.get(Contract, cast.payroll).archived_at = work.now
    session.get(Vendor, cast.birch).archived_at = work.now
    session.commit()
    report = bring_in(line + "C-8,,Cedar,,LAW,Posts,,1/1/2018,,1\n")
    assert figures(report) == (1, 0, 0, 1)
    assert reason in report.told[0].sentence
    assert report.told[0].number == 2
    assert rows(session, Contract, number="C-9") == []


def test_an_import_is_one_event_with_file_digest_and_counts(bring_in, session):
    bring_in("C-1,,Acme,,LAW,Signs,,1/1/2018,,5\nC-2,,Birch,,LAW,Posts,,1/1/2018,,1\n")
    (event,) = rows(session, Event, action="import:applied")
    assert event.sentence == "imported list.csv: created 2, changed 0, unchanged 0, refused 0"
    assert event.details["sha256"] == "0" * 64
    assert len(rows(session, Event, action="contract:imported")) == 2


def test_the_report_reads_as_json(bring_in):
    told = bring_in("C-1,,Acme,,LAW,Signs,,1/1/2018,,5\nC-2,,,,LAW,Posts,,1/1/2018,,1\n").as_json()
    assert (told["created"], told["refused"]) == (1, 1)
    assert [row["fate"] for row in told["rows"]] == [Fate.CREATED, Fate.REFUSED]
