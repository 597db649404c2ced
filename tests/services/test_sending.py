"""Claim, send, mark: nothing lost, nothing doubled, whatever the mail server does."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.cast import rows
from tests.mail.letters_for_tests import every_letter
from tracker import jobs
from tracker.domain.record_words import LetterState
from tracker.mail.transport import Answer, Fate
from tracker.models.event import Event
from tracker.models.letter import Letter, LetterContract
from tracker.services import letter_fates, letters, sending
from tracker.services.letters import Recipient
from tracker.services.rules import Conflict, RuleBroken


class Server:
    """A transport that keeps what it gets and answers as told, by address."""

    def __init__(self, **answers):
        self.answers = {f"{name}@acme.example": answer for name, answer in answers.items()}
        self.got = []
        self.closed = 0

    def send(self, message):
        email = message["To"].addresses[0].addr_spec
        answer = self.answers.get(email, Answer(Fate.ACCEPTED, "250 Taken"))
        if isinstance(answer, BaseException):
            raise answer
        self.got.append((email, message["Message-ID"]))
        return answer

    def close(self):
        self.closed += 1


@pytest.fixture
def write(work, cast):
    def write(name="cora", kind="notice"):
        composed = every_letter("Plain words")["code" if kind == "code" else "notice"]
        to = Recipient(f"{name}@acme.example", name.title(), contact_id=cast.cora)
        letter = letters.write(work, composed, key=f"{kind}:{name}", kind=kind, to=to, contract_ids=[cast.payroll])
        work.session.commit()
        return letter

    return write


def deliver(work, server, limit=200):
    done = sending.deliver(work, server, work.session.commit, limit)
    work.session.expire_all()
    return done


def test_the_same_key_is_written_once(work, cast, write):
    assert write().id == write().id
    assert len(rows(work.session, Letter)) == 1
    assert rows(work.session, LetterContract)[0].contract_id == cast.payroll


def test_a_waiting_letter_is_sent_and_marked_with_the_answer(work, write):
    letter, server = write(), Server()
    assert deliver(work, server).sent == 1
    assert (letter.state, letter.answer, letter.attempts) == (LetterState.SENT, "250 Taken", 1)
    assert letter.sent_at is not None
    assert server.got == [("cora@acme.example", letter.message_id)]
    assert server.closed == 1
    assert deliver(work, server).sent == 0


def test_a_temporary_answer_waits_longer_each_time(work, write, moments):
    letter, server = write(), Server(cora=Answer(Fate.LATER, "450 busy"))
    waits = []
    for _ in range(4):
        assert deliver(work, server).later == 1
        waits.append(letter.next_try_at - work.now)
        assert deliver(work, server).later == 0
        moments.travel(minutes=waits[-1].total_seconds() / 60 + 1)
    assert (letter.state, letter.answer) == (LetterState.WAITING, "450 busy")
    assert waits == sorted(waits)
    assert len({message_id for _, message_id in server.got}) == 1


def test_it_gives_up_after_days(work, write, moments):
    letter, server = write(), Server(cora=Answer(Fate.LATER, "450 busy"))
    for _ in range(letter_fates.MOST_TRIES + 3):
        deliver(work, server)
        moments.travel(days=1)
    assert letter.state is LetterState.FAILED
    assert letter.attempts == letter_fates.MOST_TRIES


def test_a_lasting_answer_is_the_end_of_one_letter_only(work, write):
    bad, good = write("bad"), write("cora")
    done = deliver(work, Server(bad=Answer(Fate.REFUSED, "550 no such user")))
    assert (done.refused, done.sent) == (1, 1)
    assert (bad.state, bad.answer) == (LetterState.FAILED, "550 no such user")
    assert good.state is LetterState.SENT


def test_an_address_that_is_none_fails_and_says_so(work, write):
    letter = write("cora")
    letter.to_email = "not an address"
    work.session.commit()
    assert deliver(work, Server()).refused == 1
    assert "No message can be made of it" in letter.answer


def test_a_silent_server_is_left_in_peace_after_some_letters(work, write):
    names = [f"n{number}" for number in range(10)]
    for name in names:
        write(name)
    silent = Server(**{name: Answer(Fate.LATER, "No answer") for name in names})
    assert deliver(work, silent).later == sending.LATER_IN_A_ROW


def test_what_a_killed_sender_claimed_is_sent_again_with_the_same_id(work, write, moments):
    letter = write()
    with pytest.raises(KeyboardInterrupt):
        deliver(work, Server(cora=KeyboardInterrupt()))
    work.session.rollback()
    work.session.refresh(letter)
    assert letter.state is LetterState.SENDING
    server = Server()
    assert deliver(work, server).sent == 0
    moments.travel(minutes=6)
    assert deliver(work, server).sent == 1
    assert server.got == [("cora@acme.example", letter.message_id)]


def test_two_senders_never_send_one_letter(work, write):
    for number in range(6):
        write(f"n{number}")
    server, other = Server(), Server()

    class Both(Server):
        """While one sends, the other does a whole round."""

        def send(self, message):
            if not other.got:
                sending.deliver(work, other, work.session.commit)
            return super().send(message)

    first = Both()
    deliver(work, first)
    everything = first.got + other.got + server.got
    assert len(everything) == len(set(everything)) == 6


def test_a_code_that_is_of_no_use_any_more_is_not_sent(work, write, moments):
    letter, server = write(kind="code"), Server()
    moments.travel(minutes=20)
    assert deliver(work, server).refused == 1
    assert server.got == []
    assert letter.state is LetterState.FAILED


def test_a_failed_letter_can_be_sent_again(work, write, acting, cast):
    letter = write()
    deliver(work, Server(cora=Answer(Fate.REFUSED, "550 no")))
    letters.send_again(acting(cast.pia, "Pia"), letter)
    work.session.commit()
    assert deliver(work, Server()).sent == 1
    assert rows(work.session, Event, action="letter:sent again")[0].actor_name == "Pia"


def test_a_sent_letter_cannot_be_sent_again_or_withdrawn(work, write):
    letter = write()
    deliver(work, Server())
    with pytest.raises(RuleBroken, match="cannot be sent again"):
        letters.send_again(work, letter)
    with pytest.raises(RuleBroken, match="cannot be withdrawn"):
        letters.withdraw(work, letter, "Wrong person")


def test_a_withdrawn_letter_does_not_leave(work, write):
    letter = write()
    with pytest.raises(RuleBroken) as broken:
        letters.withdraw(work, letter, " ")
    assert broken.value.field == "reason"
    letters.withdraw(work, letter, "Wrong person")
    work.session.commit()
    assert deliver(work, Server()).sent == 0
    assert (letter.state, letter.answer) == (LetterState.WITHDRAWN, "Wrong person")


def test_who_withdraws_while_it_is_being_sent_is_told(work, write):
    letter = write()
    assert letter.state is LetterState.WAITING
    claimed = update(Letter).values(state=LetterState.SENDING).execution_options(synchronize_session=False)
    work.session.execute(claimed)
    with pytest.raises(Conflict):
        letters.withdraw(work, letter, "Wrong person")


def test_the_scheduler_sends_by_itself_into_the_folder(app, work, write, settings):
    write()
    assert jobs.tick(app, "a", jobs.SENDING, jobs.send)
    folder = Path(settings.mail_url.removeprefix("folder:"))
    assert len(list(folder.glob("*.eml"))) == 1


def test_waiting_times_grow_to_six_hours_and_vary():
    assert timedelta(seconds=48) <= letter_fates.waiting_time(1) <= timedelta(seconds=72)
    assert timedelta(hours=4.8) <= letter_fates.waiting_time(20) <= timedelta(hours=7.2)
    assert len({letter_fates.waiting_time(3) for _ in range(20)}) > 1
