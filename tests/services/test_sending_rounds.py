"""A round of sending goes on while letters wait, blocks nobody meanwhile, and forgets no answer."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.cast import rows
from tests.mail.letters_for_tests import every_letter
from tracker import jobs
from tracker.domain.record_words import LetterState
from tracker.mail.transport import Answer, Fate
from tracker.models.letter import Letter
from tracker.services import letters, sending
from tracker.services.letters import Recipient


class Server:
    """Takes everything, and does something meanwhile."""

    def __init__(self, meanwhile=lambda: None):
        self.meanwhile = meanwhile
        self.got = []

    def send(self, message):
        self.got.append(message["Message-ID"])
        self.meanwhile()
        return Answer(Fate.ACCEPTED, "250 Taken")

    def close(self):
        pass


@pytest.fixture
def write(work, cast):
    def write(number):
        composed = every_letter("Plain words")["notice"]
        for at in range(number):
            to = Recipient(f"n{at}@acme.example", "")
            letters.write(work, composed, key=f"n{at}", kind="notice", to=to)
        work.session.commit()

    return write


def states(work):
    work.session.expire_all()
    found = sorted(letter.state for letter in rows(work.session, Letter))
    work.session.rollback()
    return found


def test_a_round_goes_on_for_as_long_as_letters_wait(work, write):
    write(250)
    server = Server()
    assert sending.deliver(work, server, work.session.commit).sent == 250
    assert len(set(server.got)) == 250


def test_a_letter_that_is_written_meanwhile_leaves_in_the_same_round(work, write):
    write(1)
    server = Server()
    server.meanwhile = lambda: write(2) if len(server.got) == 1 else None
    assert sending.deliver(work, server, work.session.commit).sent == 2


def test_who_may_not_go_on_marks_the_last_letter_and_claims_no_other(work, write):
    write(5)
    server = Server()
    assert sending.deliver(work, server, work.session.commit, goes_on=lambda: len(server.got) < 2).sent == 2
    assert states(work).count(LetterState.SENT) == 2
    assert LetterState.SENDING not in states(work)


def test_pages_can_write_while_a_letter_is_on_its_way(work, write, settings):
    write(3)
    other = create_engine(
        settings.database_url, connect_args={"timeout": 0} if "sqlite" in settings.database_url else {}
    )

    def touch():
        with other.begin() as connection:
            if other.dialect.name == "sqlite":
                connection.execute(text("BEGIN IMMEDIATE"))
            connection.execute(text("UPDATE contact SET title = title"))

    try:
        assert sending.deliver(work, Server(touch), work.session.commit).sent == 3
    finally:
        other.dispose()


def test_a_database_that_is_busy_for_a_while_makes_no_double(work, write, monkeypatch):
    write(3)
    monkeypatch.setattr(sending, "BETWEEN_TRIES", 0)
    commits = []

    def commit():
        commits.append(1)
        if len(commits) in {3, 4}:
            raise OperationalError("COMMIT", {}, Exception("database is locked"))
        work.session.commit()

    server = Server()
    assert sending.deliver(work, server, commit).sent == 3
    assert len(server.got) == len(set(server.got)) == 3
    assert states(work) == [LetterState.SENT] * 3


def test_a_database_that_stays_away_ends_the_round_and_loses_nothing(work, write, monkeypatch, moments):
    write(2)
    monkeypatch.setattr(sending, "BETWEEN_TRIES", 0)
    commits = []

    def commit():
        commits.append(1)
        if len(commits) > 2:
            raise OperationalError("COMMIT", {}, Exception("database is locked"))
        work.session.commit()

    server = Server()
    with pytest.raises(OperationalError):
        sending.deliver(work, server, commit)
    assert states(work) == [LetterState.SENDING, LetterState.WAITING]
    moments.travel(minutes=6)
    assert sending.deliver(work, server, work.session.commit).sent == 2
    assert states(work) == [LetterState.SENT] * 2
    assert (len(server.got), len(set(server.got))) == (3, 2)


def test_a_round_of_the_scheduler_ends_by_the_clock(app, work, write, monkeypatch):
    write(3)
    monkeypatch.setattr(jobs, "ROUND_LASTS", -1)
    assert jobs.tick(app, "a", jobs.SENDING, jobs.send)
    assert states(work) == [LetterState.WAITING] * 3
