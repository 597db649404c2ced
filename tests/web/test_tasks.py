"""The tasks pages: what happened, what to do about it, and who may."""

import pytest

from tests.cast import rows
from tests.mail.letters_for_tests import every_letter
from tracker.domain.record_words import LetterState, TaskKind
from tracker.models.contact import Contact
from tracker.models.letter import Letter
from tracker.models.person import Person, PersonDepartment
from tracker.models.task import Task
from tracker.services import letters, tasks, unreachable
from tracker.services.letters import Recipient


@pytest.fixture
def letter(work, cast):
    to = Recipient("cora@acme.example", "Cora", contact_id=cast.cora)
    composed = every_letter("Plain words")["notice"]
    letter = letters.write(work, composed, key="a", kind="notice", to=to, contract_ids=[cast.payroll])
    letter.state, letter.attempts, letter.answer = LetterState.FAILED, 1, "550 5.1.1 no such user"
    work.session.commit()
    work.session.refresh(letter)
    return letter


@pytest.fixture
def marked(work, letter):
    """Give the number of the task about Cora's address."""
    unreachable.mark(work, letter, letter.answer)
    number = rows(work.session, Task)[0].id
    work.session.commit()
    return number


def test_no_tasks_is_said_in_words(visitors, cast):
    page = visitors.person(cast.pia)
    assert "Nothing to do" in page.get("/tasks").text
    assert "No task was done yet" in page.get("/tasks?show=done").text
    assert page.get("/tasks?page=99999").status_code == 200
    assert "open task" not in page.get("/overview").text


def test_an_address_that_does_not_work_is_a_task_with_what_to_do(visitors, cast, marked):
    client = visitors.person(cast.pia)
    assert "1 open task" in client.get("/overview").text
    assert "Mail to Cora Chen, Acme Payroll, Inc., does not arrive" in client.get("/tasks").text
    page = client.get(f"/tasks/{marked}").text
    assert "550 5.1.1 no such user" in page
    for path in (f"/vendors/{cast.acme}/contacts/{cast.cora}", f"/tasks/{marked}/works-again", "/outbox/1/send"):
        assert path in page
    assert "Mail does not arrive" in client.get(f"/vendors/{cast.acme}").text


def test_saying_that_it_works_again_takes_the_mark_off(visitors, cast, marked, session):
    client = visitors.person(cast.pia)
    assert client.post(f"/tasks/{marked}/works-again").status_code == 303
    assert session.get_one(Contact, cast.cora).unreachable_at is None
    assert "The address works again." in client.get("/tasks?show=done").text
    assert "Mail does not arrive" not in client.get(f"/vendors/{cast.acme}").text


def test_the_vendors_page_can_say_so_too(visitors, cast, marked, session):
    path = f"/vendors/{cast.acme}/contacts/{cast.cora}/works-again"
    client = visitors.person(cast.pia)
    assert client.post(f"/vendors/{cast.birch}/contacts/{cast.cora}/works-again").status_code == 404
    assert client.post(path).status_code == 303
    assert session.get_one(Contact, cast.cora).unreachable_at is None


def test_a_task_is_done_with_a_word(visitors, cast, marked, session):
    client = visitors.person(cast.pia)
    answer = client.post(f"/tasks/{marked}/done", data={"note": " "})
    assert (answer.status_code, "Say what was done." in answer.text) == (422, True)
    assert client.post(f"/tasks/{marked}/done", data={"note": "Called <b>Cora</b>"}).status_code == 303
    page = client.get(f"/tasks/{marked}").text
    assert "Called &lt;b&gt;Cora&lt;/b&gt;" in page
    assert "Mark as done" not in page
    assert client.post(f"/tasks/{marked}/done", data={"note": "Again"}).status_code == 422


def test_a_task_of_another_department_does_not_exist(visitors, cast, marked, session):
    session.add(PersonDepartment(person_id=cast.pia, department_id=cast.police))
    session.commit()
    client = visitors.person(cast.pia)
    assert client.get(f"/tasks/{marked}").status_code == 404
    for deed in ("done", "works-again"):
        assert client.post(f"/tasks/{marked}/{deed}", data={"note": "Mine"}).status_code == 404
    assert client.get("/tasks/9999").status_code == 404
    assert "open task" not in client.get("/overview").text


def test_a_colleagues_address_is_for_administrators(visitors, work, session, cast):
    composed = every_letter("Plain words")["notice"]
    to = Recipient("max@city.example", "Max", person_id=cast.max)
    unreachable.mark(work, letters.write(work, composed, key="b", kind="notice", to=to), "550 gone")
    number = rows(session, Task)[0].id
    work.session.commit()
    assert visitors.person(cast.pia).get(f"/tasks/{number}").status_code == 404
    client = visitors.person(cast.adam)
    assert f"/settings/people/{cast.max}" in client.get(f"/tasks/{number}").text
    assert client.post(f"/tasks/{number}/works-again").status_code == 303
    assert session.get_one(Person, cast.max).unreachable_at is None


def test_who_only_reads_sees_tasks_without_buttons(visitors, cast, marked):
    page = visitors.person(cast.ada).get(f"/tasks/{marked}").text
    assert "does not arrive" in page
    assert "works-again" not in page
    assert visitors.person(cast.max).get("/tasks").status_code == 403


def test_a_letter_that_came_back_says_so_and_can_go_again(visitors, cast, letter, session):
    number = letter.id
    found = session.get_one(Letter, number)
    found.state, found.returned_at, found.returned_reason = LetterState.SENT, found.written_at, "550 gone"
    session.commit()
    client = visitors.person(cast.pia)
    assert "It came back: 550 gone" in client.get(f"/outbox/{number}").text
    assert "Came back" in client.get("/outbox").text
    assert client.post(f"/outbox/{number}/send").status_code == 303
    session.refresh(found)
    assert (found.state, found.returned_at) == (LetterState.WAITING, None)


def test_a_refused_letter_without_anybody_is_a_task_still(visitors, work, cast):
    to = Recipient("office@acme.example", "")
    letter = letters.write(work, every_letter("Plain words")["notice"], key="c", kind="notice", to=to)
    number = tasks.open_(work, TaskKind.LETTER_REFUSED, "letter:c", "Refused", letter_id=letter.id).id
    work.session.commit()
    client = visitors.person(cast.pia)
    assert client.get(f"/tasks/{number}").status_code == 200
    assert client.post(f"/tasks/{number}/works-again").status_code == 404
