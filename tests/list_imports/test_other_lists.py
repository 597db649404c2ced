"""Lists of vendors, contacts, data schedules and past attestations."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.cast import rows
from tests.list_imports.conftest import figures
from tests.list_imports.dumps import dump
from tracker.domain.standings import Standing
from tracker.models.attestation import Attestation
from tracker.models.contact import Contact, VendorContact
from tracker.models.contract import Contract
from tracker.models.data_schedule import DataLine, Declaration
from tracker.models.event import Event
from tracker.models.review import Review
from tracker.models.standing import StandingSpan
from tracker.models.vendor import Vendor, VendorAlias
from tracker.services import data_schedule, timeline_upkeep
from tracker.services.data_schedule import NewSchedule
from tracker.services.list_imports import runs
from tracker.services.schedule_rows import NewLine

VENDORS = "Vendor,Vendor no.,Website,Note,Aliases,Contact,Contact e-mail\n"
CONTACTS = "Vendor,E-mail,Name,Title,Phone,Roles,Language\n"
LINES = "Contract no.,Data element,Data subjects,Purpose,Direction,Country,From,Through\n"
PAST = "Contract no.,Signed by,Signer title,Signer e-mail,Signed on,Expires on,Requirement version,Note\n"


def said(desk, run):
    """Fate, column and reason of each row."""
    return [(row.fate, row.column, row.reason) for row in desk.rows(run)]


def standing(session, contract, day):
    """The standing of a contract on a day."""
    chosen = select(StandingSpan.standing).where(
        StandingSpan.contract_id == contract, StandingSpan.from_on <= day, StandingSpan.until_on > day
    )
    return session.scalar(chosen)


def undo_leaves(desk, session, run, before):
    """Undo, and compare with the rows of before."""
    runs.undo(desk.work, run)
    session.commit()
    assert dump(session) == before


def test_vendors_come_in_with_names_and_contacts_and_go_again(desk, session, cast):
    before = dump(session)
    lines = (
        'Elm Street LLC,V-9,https://elm.example,Trees,Elm Road;Elm Lane,Eva Elm,"eva@elm.example; Ed@elm.example"\n'
        "ACME PAYROLL,V-100,https://acme.example,,,,\n"
        "Birch Analytics LLC,V-200,,,,Ben Birch,ben@birch.example\n"
    )
    run = desk.bring(VENDORS + lines, "vendors")
    assert figures(run) == (1, 1, 1, 0, 0)
    elm = rows(session, Vendor, number="V-9")[0]
    assert sorted(alias.name for alias in rows(session, VendorAlias, vendor_id=elm.id)) == ["Elm Lane", "Elm Road"]
    assert {person.email for person in rows(session, Contact)} >= {"eva@elm.example", "ed@elm.example"}
    assert session.get(Vendor, cast.acme).website == "https://acme.example"
    assert figures(desk.bring(VENDORS + lines, "vendors")) == (0, 0, 3, 0, 0)
    undo_leaves(desk, session, run, before)


def test_vendors_that_contradict_or_do_not_fit_are_refused(desk, session, cast):
    lines = (
        "Elm Street,V-9,https://elm.example,,,,\nElm Street,V-9,https://other.example,,,,\n"
        "Oak Lane,V-9,,,,,\nFir Road,,elm.example,,,,\n"
    )
    run = desk.bring(VENDORS + lines, "vendors")
    assert figures(run) == (1, 0, 0, 3, 0)
    assert [column for _fate, column, _reason in said(desk, run)] == ["", "Website", "Vendor", "Website"]


def test_contacts_are_found_by_their_address_and_changed(desk, session, cast):
    before = dump(session)
    lines = (
        "Acme Payroll,cora@acme.example,Cora Chen-Lee,,+1 408 555 0100,,\n"
        "Birch Analytics,new@birch.example,Nora New,Counsel,,privacy; security,Spanish\n"
        "Acme Payroll,new@birch.example,,,,signer,\n"
    )
    run = desk.bring(CONTACTS + lines, "contacts")
    assert figures(run) == (1, 2, 0, 0, 0)
    cora = session.get(Contact, cast.cora)
    assert (cora.name, cora.title, cora.phone) == ("Cora Chen-Lee", "Chief Financial Officer", "+1 408 555 0100")
    nora = rows(session, Contact, email="new@birch.example")[0]
    assert (nora.name, nora.language) == ("Nora New", "es")
    roles = {(role.vendor_id, str(role.role)) for role in rows(session, VendorContact, contact_id=nora.id)}
    assert roles == {(cast.birch, "privacy"), (cast.birch, "security"), (cast.acme, "signer")}
    assert figures(desk.bring(CONTACTS + lines, "contacts")) == (0, 0, 3, 0, 0)
    undo_leaves(desk, session, run, before)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("Nobody Known,a@b.example,A,,,,\n", "Vendor", "no vendor"),
        ("Acme Payroll,not an address,A,,,,\n", "E-mail", ""),
        ("Birch Analytics,cora@acme.example,Another,,,,\n", "Name", "row 2 says"),
    ],
)
def test_contacts_that_do_not_fit_are_refused(desk, cast, line, column, reason):
    run = desk.begin(CONTACTS + "Acme Payroll,cora@acme.example,Cora Chen,,,,\n" + line, "contacts")
    assert figures(run) == (0, 0, 1, 1, 0)
    refused = desk.rows(run)[1]
    assert refused.column == column
    assert reason in refused.reason


def test_data_schedules_declare_and_change_lines_and_leave_the_others(desk, session, cast):
    before = dump(session)
    lines = (
        "C-2291,Full name,residents,Pay slips,city gives,United States,,\n"
        "C-2291,Home address,employee,Letters,,,,\n"
        "C-3300,Full name,resident,Cameras,vendor collects,CA,1/1/2026,12/31/2026\n"
    )
    run = desk.bring(LINES + lines, "data-schedules")
    assert said(desk, run) == [("created", "", "")] * 3
    assert len(rows(session, Declaration)) == 2
    assert standing(session, cast.payroll, date(2026, 12, 1)) == Standing.MISSING
    assert figures(desk.bring(LINES + lines, "data-schedules")) == (0, 0, 3, 0, 0)
    again = desk.bring(LINES + "C-2291,Home address,,Letters and parcels,,,,\n", "data-schedules")
    assert figures(again) == (0, 1, 0, 0, 0)
    held = rows(session, DataLine, contract_id=cast.payroll, replaced_at=None)
    assert {(line.purpose, tuple(line.subjects)) for line in held} == {
        ("Pay slips", ("resident",)),
        ("Letters and parcels", ("employee",)),
    }
    runs.undo(desk.work, again)
    session.commit()
    assert timeline_upkeep.check(session, [cast.payroll, cast.cameras]) == []
    undo_leaves(desk, session, run, before)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("C-1,Full name,resident,Pay,,,,\n", "Contract no."),
        ("C-2291,Shoe colour,resident,Pay,,,,\n", "Data element"),
        ("C-2291,Full name,Martian,Pay,,,,\n", "Data subjects"),
        ("C-2291,Full name,,Pay,,,,\n", "Data subjects"),
        ("C-2291,Full name,resident,,,,,\n", "Purpose"),
        ("C-2291,Full name,resident,Pay,,Atlantis,,\n", "Country"),
    ],
)
def test_lines_that_do_not_fit_are_refused_with_their_column(desk, cast, line, column):
    run = desk.begin(LINES + line + "C-3300,Full name,resident,Cameras,,,,\n", "data-schedules")
    assert figures(run) == (1, 0, 0, 1, 0)
    assert desk.rows(run)[0].column == column


def test_a_past_attestation_is_in_force_for_its_days_and_marked(desk_of, session, cast, work):
    lines = (NewLine(element_id=1, purpose="Pay", subjects=("employee",)),)
    data_schedule.declare_schedule(work, session.get(Contract, cast.payroll), NewSchedule(lines=lines))
    session.commit()
    before = dump(session)
    desk = desk_of(cast.oscar, "Oscar Officer")
    line = "C-2291,Cora Chen,CFO,cora@acme.example,2/1/2026,11/30/2026,1,From the cabinet\n"
    run = desk.bring(PAST + line, "attestations")
    assert figures(run) == (1, 0, 0, 0, 0)
    (made,) = rows(session, Attestation)
    assert (made.effective_on, made.expires_on, made.submitted_by_id) == (
        date(2026, 2, 1),
        date(2026, 11, 30),
        cast.cora,
    )
    assert "without a document" in made.expiry_reason
    assert rows(session, Review)[0].reviewer_id == cast.oscar
    assert standing(session, cast.payroll, date(2026, 6, 1)) == Standing.CURRENT
    assert standing(session, cast.payroll, date(2026, 12, 1)) == Standing.EXPIRED
    assert figures(desk.bring(PAST + line, "attestations")) == (0, 0, 1, 0, 0)
    (event,) = rows(session, Event, action="attestation:imported")
    assert "without a document" in event.sentence
    undo_leaves(desk, session, run, before)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("C-1,Cora Chen,,,2/1/2026,,1,\n", "Contract no."),
        ("C-2291,Cora Chen,,,2/1/2026,,9,\n", "Requirement version"),
        ("C-2291,Cora Chen,,,2/1/1999,,,\n", "Requirement version"),
        ("C-2291,Cora Chen,,,2/1/2030,,1,\n", "Signed on"),
        ("C-2291,,,,2/1/2026,,1,\n", "Signed by"),
        ("C-2291,Cora Chen,,,2/1/2026,1/1/2026,1,\n", "Expires on"),
    ],
)
def test_past_attestations_that_do_not_fit_are_refused(desk_of, cast, line, column):
    run = desk_of(cast.oscar).begin(PAST + line + "C-3300,Ben Birch,,,2/1/2026,,1,\n", "attestations")
    assert figures(run)[:4] == (1, 0, 0, 1)
    refused = [row for row in desk_of(cast.oscar).rows(run) if row.fate == "refused"]
    assert [row.column for row in refused] == [column]
