"""From the mailbox to the mark: what a real IMAP server holds is taken by the scheduler, once."""

from urllib.parse import quote

import pytest
from imapclient import IMAPClient

from tests.cast import rows
from tests.mail.bounces_for_tests import VACATION, report
from tests.mail.imap_server import PASSWORD, USER, imap_server
from tests.mail.letters_for_tests import every_letter
from tracker import jobs
from tracker.models.contact import Contact
from tracker.models.scheduler import JobRun
from tracker.models.task import Task
from tracker.services import letters
from tracker.services.letters import Recipient


@pytest.fixture
def port():
    with imap_server() as port:
        yield port


@pytest.fixture
def mailbox(port, settings):
    """A client of the mailbox that the installation reads."""
    user, password = quote(USER, safe=""), quote(PASSWORD, safe="")
    settings.returns_url = f"imap://{user}:{password}@127.0.0.1:{port}/INBOX"
    client = IMAPClient("127.0.0.1", port, ssl=False, timeout=5)
    client.login(USER, PASSWORD)
    yield client
    client.logout()


@pytest.fixture
def message_id(work, cast):
    to = Recipient("cora@acme.example", "Cora", contact_id=cast.cora)
    letter = letters.write(work, every_letter("Plain words")["notice"], key="a", kind="notice", to=to)
    letter.attempts, message_id = 1, letter.message_id
    work.session.commit()
    return message_id


def outcome(app, work):
    work.session.rollback()
    assert jobs.tick(app, "a", jobs.RETURNS, jobs.read_returns)
    work.session.expire_all()
    said = rows(work.session, JobRun, name=jobs.RETURNS)[0].outcome
    work.session.rollback()
    return said


def test_the_scheduler_takes_what_came_back(app, work, cast, mailbox, message_id):
    for message in (report(message_id=message_id), report(), VACATION):
        mailbox.append("INBOX", message)
    said = outcome(app, work)
    assert said == "1 about no letter of ours, 1 no report of returned mail, 1 returned"
    assert work.session.get_one(Contact, cast.cora).unreachable_at is not None
    assert len(rows(work.session, Task)) == 1
    assert outcome(app, work) == "nothing came back"


def test_a_mailbox_that_cannot_be_read_is_said_and_stops_nothing(app, work, cast, settings, mailbox):
    settings.returns_url = settings.returns_url.replace(quote(PASSWORD, safe=""), "wrong")
    assert outcome(app, work).startswith("The mailbox of returned mail refused the sign-in")


def test_without_a_mailbox_there_is_nothing_to_read(app, work, cast):
    assert outcome(app, work) == "no mailbox of returned mail is configured"
