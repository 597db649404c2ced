"""Returned mail marks who cannot be reached until the address is mended, and nothing forged counts."""

import pytest

from tests.cast import rows
from tests.mail.bounces_for_tests import report
from tests.mail.letters_for_tests import every_letter
from tracker.domain.catalogue_words import ContactRole
from tracker.domain.record_words import LetterState, TaskKind
from tracker.domain.roles import Role
from tracker.mail.transport import Answer, Fate
from tracker.models.contact import Contact
from tracker.models.event import Event
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.models.task import Task
from tracker.models.vendor import Vendor
from tracker.services import contacts, letters, people, returned_mail, sending
from tracker.services.contacts import NewContact
from tracker.services.letters import Recipient
from tracker.services.people import NewPerson
from tracker.services.returned_mail import Verdict


class Server:
    """Takes everything, or answers as told."""

    def __init__(self, answer=None):
        self.answer = answer or Answer(Fate.ACCEPTED, "250 Taken")
        self.got = []

    def send(self, message):
        self.got.append(message["To"].addresses[0].addr_spec)
        return self.answer

    def close(self):
        pass


@pytest.fixture
def sent(work, cast):
    """Give a letter to Cora (or to somebody else) that the mail server took."""

    def sent(name="cora", *, answer=None, **who):
        who = who or {"contact_id": cast.cora}
        domain = "city" if "person_id" in who else "acme"
        to = Recipient(f"{name}@{domain}.example", name.title(), **who)
        number = len(rows(work.session, Letter))
        composed = every_letter("Plain words")["notice"]
        letter = letters.write(
            work, composed, key=f"notice:{number}", kind="notice", to=to, contract_ids=[cast.payroll]
        )
        work.session.commit()
        sending.deliver(work, Server(answer), work.session.commit)
        work.session.expire_all()
        return letter

    return sent


def take(work, letter, **details):
    outcome = returned_mail.take(work, report(message_id=letter.message_id, **details))
    work.session.commit()
    return outcome


def test_a_letter_that_comes_back_marks_its_reader_and_opens_one_task(work, cast, sent):
    letter, other = sent(), sent()
    outcome = take(work, letter)
    assert (outcome.verdict, outcome.marked) == (Verdict.RETURNED, True)
    assert (letter.state, letter.returned_reason) == (LetterState.SENT, "550 5.1.1 No such user")
    cora = work.session.get_one(Contact, cast.cora)
    assert (cora.unreachable_at is not None, cora.unreachable_reason) == (True, "550 5.1.1 No such user")
    (task,) = rows(work.session, Task)
    assert (task.kind, task.contact_id, task.vendor_id) == (TaskKind.MAIL_RETURNED, cast.cora, cast.acme)
    take(work, other)
    assert len(rows(work.session, Task)) == 1
    assert work.session.get_one(Contact, cast.ben).unreachable_at is None
    assert len(rows(work.session, Event, action="contact:unreachable")) == 1


def test_the_same_message_taken_twice_changes_nothing_more(work, cast, sent):
    letter = sent()
    take(work, letter)
    at = letter.returned_at
    assert take(work, letter).verdict is Verdict.KNOWN
    assert letter.returned_at == at
    assert len(rows(work.session, Event, action="letter:returned")) == 1


def test_a_forged_report_without_the_message_id_marks_nobody(work, cast, sent):
    sent()
    assert returned_mail.take(work, report(message_id="<guess@city.example>")).verdict is Verdict.NOT_OURS
    assert returned_mail.take(work, b"Subject: buy this\r\n\r\nnow").verdict is Verdict.NOT_A_REPORT
    assert work.session.get_one(Contact, cast.cora).unreachable_at is None


def test_a_report_about_somebody_else_than_the_reader_marks_nobody(work, cast, sent):
    assert take(work, sent(), recipient="ben@birch.example").verdict is Verdict.NOT_OURS
    for number in (cast.cora, cast.ben):
        assert work.session.get_one(Contact, number).unreachable_at is None


def test_a_delay_is_noted_once_and_changes_nothing(work, cast, sent):
    letter = sent()
    for _ in range(2):
        assert take(work, letter, action="delayed", status="4.4.1").verdict is Verdict.DELAYED
    assert letter.returned_at is None
    assert rows(work.session, Task) == []
    assert len(rows(work.session, Event, action="letter:delayed")) == 1


def test_a_full_mailbox_is_forgiven_once_in_thirty_days(work, cast, sent, moments):
    full = {"status": "5.2.2", "why": "552 5.2.2 mailbox full"}
    cora = work.session.get_one(Contact, cast.cora)
    assert take(work, sent(), **full).marked is False
    assert cora.unreachable_at is None
    assert "mailbox is full" in rows(work.session, Task)[0].sentence
    moments.travel(days=40)
    assert take(work, sent(), **full).marked is False
    moments.travel(days=5)
    assert take(work, sent(), **full).marked is True


def test_an_address_that_was_changed_meanwhile_is_not_marked(work, cast, sent):
    letter, cora = sent(), work.session.get_one(Contact, cast.cora)
    cora.email = "cora@new.example"
    work.session.commit()
    assert take(work, letter).marked is False
    assert cora.unreachable_at is None
    assert rows(work.session, Task)[0].letter_id == letter.id


def test_another_address_takes_the_mark_off_and_closes_the_task(work, cast, sent, acting):
    take(work, sent())
    cora, acme = work.session.get_one(Contact, cast.cora), work.session.get_one(Vendor, cast.acme)
    new = NewContact("Cora Chen", "cora@new.example", roles=frozenset({ContactRole.PRIMARY}))
    contacts.edit(acting(cast.pia, "Pia"), acme, cora, new, cora.version)
    work.session.commit()
    assert (cora.unreachable_at, cora.unreachable_reason) == (None, "")
    (task,) = rows(work.session, Task)
    assert (task.done_by_id, task.note) == (cast.pia, "The address was changed.")


def test_another_title_leaves_the_mark(work, cast, sent):
    take(work, sent())
    cora, acme = work.session.get_one(Contact, cast.cora), work.session.get_one(Vendor, cast.acme)
    new = NewContact("Cora Chen", cora.email, title="Head", roles=frozenset({ContactRole.PRIMARY}))
    contacts.edit(work, acme, cora, new, cora.version)
    assert cora.unreachable_at is not None


def test_who_works_again_can_be_marked_again_with_a_new_task(work, cast, sent, acting):
    take(work, sent())
    cora = work.session.get_one(Contact, cast.cora)
    returned_mail.works_again(acting(cast.pia, "Pia"), cora)
    work.session.commit()
    assert cora.unreachable_at is None
    take(work, sent())
    first, second = rows(work.session, Task)
    assert (first.done_at is None, second.done_at is None) == (False, True)


def test_a_letter_that_came_back_is_sent_again_to_the_new_address(work, cast, sent):
    letter, cora = sent(), work.session.get_one(Contact, cast.cora)
    take(work, letter)
    cora.email = "cora@new.example"
    letters.send_again(work, letter)
    work.session.commit()
    server = Server()
    assert sending.deliver(work, server, work.session.commit).sent == 1
    assert server.got == ["cora@new.example"]
    work.session.refresh(letter)
    assert (letter.state, letter.returned_at, letter.returned_reason) == (LetterState.SENT, None, "")


def test_a_refusal_at_once_that_nobody_is_there_marks_the_reader_too(work, cast, sent):
    letter = sent(answer=Answer(Fate.REFUSED, "550 5.1.1 no such user", nobody_there=True))
    assert letter.state is LetterState.FAILED
    assert work.session.get_one(Contact, cast.cora).unreachable_reason == "550 5.1.1 no such user"
    assert [task.kind for task in rows(work.session, Task)] == [TaskKind.MAIL_RETURNED]


def test_another_refusal_opens_a_task_that_ends_when_the_letter_leaves(work, cast, sent):
    letter = sent(answer=Answer(Fate.REFUSED, "554 5.7.1 refused by a rule"))
    (task,) = rows(work.session, Task)
    assert (task.kind, task.letter_id, task.done_at) == (TaskKind.LETTER_REFUSED, letter.id, None)
    assert "554 5.7.1" in task.sentence
    assert work.session.get_one(Contact, cast.cora).unreachable_at is None
    letters.send_again(work, letter)
    work.session.commit()
    sending.deliver(work, Server(), work.session.commit)
    work.session.refresh(task)
    assert (task.done_at is not None, task.note) == (True, "The letter was sent.")


def test_a_withdrawn_letter_needs_nobody_any_more(work, cast, sent):
    letter = sent(answer=Answer(Fate.REFUSED, "554 no"))
    letters.withdraw(work, letter, "Wrong person")
    assert rows(work.session, Task)[0].done_at is not None


def test_a_letter_to_staff_that_comes_back_is_a_task_until_the_address_is_mended(work, cast, sent):
    letter = sent("max", person_id=cast.max)
    take(work, letter, recipient="max@city.example")
    someone = work.session.get_one(Person, cast.max)
    (task,) = rows(work.session, Task)
    assert (someone.unreachable_at is not None, task.person_id) == (True, cast.max)
    edited = NewPerson("max.new@city.example", someone.name, frozenset({Role.MANAGER}), frozenset({cast.library}))
    people.edit(work, someone, edited, someone.version)
    work.session.commit()
    assert someone.unreachable_at is None
    assert task.done_at is not None
