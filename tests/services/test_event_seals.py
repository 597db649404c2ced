"""Every event is sealed with its commit; sixteen writers do not fork the chain; what the upgrade finds is sealed."""

import threading

import pytest
from sqlalchemy import create_engine, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.cast import rows
from tests.databases import settings_for
from tests.list_imports.conftest import Desk
from tests.postgres import postgres_url
from tracker import schema
from tracker.clock import Clock
from tracker.database import prepare_engine
from tracker.models.event import Event, EventSubject
from tracker.models.event_seal import Checkpoint, EventSeal
from tracker.queries import event_chain
from tracker.services import audit_verification, events
from tracker.services.work import TRACKER, Work

WRITERS = 16
EACH = 5


def positions(session):
    return list(session.scalars(select(EventSeal.position).order_by(EventSeal.position)))


def test_an_event_is_sealed_with_its_commit_and_not_before(work, cast):
    before = event_chain.end(work.session)[0]
    event = events.record(work, "vendor:edited", "edited Acme", ("vendor", cast.acme), ("contract", cast.payroll))
    assert event_chain.end(work.session)[0] == before
    work.session.commit()
    (seal,) = rows(work.session, EventSeal, event_id=event.id)
    assert seal.position == before + 1
    assert audit_verification.verify(work.session).found == 0


def test_what_is_rolled_back_leaves_no_seal(work, cast):
    before = event_chain.end(work.session)
    events.record(work, "vendor:edited", "edited Acme", ("vendor", cast.acme))
    work.session.rollback()
    events.record(work, "vendor:edited", "edited Birch", ("vendor", cast.birch))
    with work.session.begin_nested() as point:
        events.record(work, "vendor:edited", "edited Acme again", ("vendor", cast.acme))
        point.rollback()
    work.session.commit()
    assert event_chain.end(work.session)[0] == before[0] + 1
    assert audit_verification.verify(work.session).found == 0


def test_a_savepoint_does_not_seal_before_its_time(work, cast):
    before = event_chain.end(work.session)[0]
    with work.session.begin_nested():
        events.record(work, "vendor:edited", "edited Acme", ("vendor", cast.acme))
    assert event_chain.end(work.session)[0] == before
    work.session.commit()
    assert event_chain.end(work.session)[0] == before + 1


def test_the_database_refuses_to_change_or_delete_seals_and_checkpoints(work, cast):
    work.session.add(Checkpoint(at=work.now, position=1, link="0" * 64, handed_to="file x"))
    work.session.commit()
    for table, column in (("event_seal", "salt"), ("checkpoint", "handed_to")):
        for deed in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):  # noqa: S608  # names of ours
            with pytest.raises(DBAPIError, match="append-only"):
                work.session.execute(text(deed))
            work.session.rollback()


def test_the_events_of_an_import_are_sealed_together(work, cast):
    lines = "Contract no.,Item no.,Vendor,Vendor no.,Department,Title,Owner,Start,End,Amount\n" + "".join(
        f"C-9{number},1,{name},{number}00,Library,Books,,2026-01-01,2027-12-31,10\n"
        for number, name in enumerate(("Acme Payroll", "Birch"), start=1)
    )
    Desk(work).bring(lines)
    assert len(rows(work.session, Event, action="contract:imported")) == 2
    assert audit_verification.verify(work.session).found == 0


def write(url, number, moments, folder):
    """Record some events in transactions of their own."""
    engine = create_engine(url, poolclass=NullPool)
    prepare_engine(engine)
    for turn in range(EACH):
        with Session(engine) as session:
            work = Work(session, TRACKER, Clock(moments.clock.zone), settings_for(url, folder))
            events.record(work, "vendor:edited", f"writer {number}, {turn}", ("vendor", number + 1))
            session.commit()
    engine.dispose()


def test_sixteen_writers_make_one_chain(database, session, cast, moments, tmp_path):
    before = len(positions(session))
    session.rollback()
    failed = []

    def run(number):
        try:
            write(database, number, moments, tmp_path)
        except Exception as error:  # noqa: BLE001  # whatever it is, the test tells it
            failed.append(error)

    writers = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    assert positions(session) == list(range(1, before + WRITERS * EACH + 1))
    assert audit_verification.verify(session).found == 0


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def older(request, tmp_path):
    """A database as it was before the chain, with three events."""
    url = f"sqlite:///{tmp_path}/old.sqlite3" if request.param == "sqlite" else postgres_url(f"{tmp_path.name}_old")
    schema.upgrade(url, "c84e19d7a305")
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for number in (1, 2, 3):
            connection.execute(
                text(
                    "INSERT INTO event (id, at, actor_kind, actor_id, actor_name, action, sentence, details) VALUES "
                    "(:id, '2026-10-01 12:00:00.000000', 'person', 4, 'Pia', 'vendor:edited', 'edited Ácme', :details)"
                ),
                {"id": number * 10, "details": '{"b": [1.5, null], "a": "x"}'},
            )
            connection.execute(insert(EventSubject), {"kind": "vendor", "subject_id": number, "event_id": number * 10})
    yield url
    engine.dispose()


def test_events_from_before_the_chain_are_sealed_by_the_upgrade_which_says_so(older):
    schema.upgrade(older)
    engine = create_engine(older, poolclass=NullPool)
    with Session(engine) as session:
        (marker,) = session.scalars(select(Checkpoint))
        assert marker.handed_to == "sealed later: 3 events were recorded before the chain began"
        assert marker.position == 3
        assert session.scalars(select(func.count()).select_from(Event)).one() == 3
        outcome = audit_verification.verify(session)
    engine.dispose()
    assert (outcome.found, outcome.events, outcome.checkpoints) == (0, 3, 1)
