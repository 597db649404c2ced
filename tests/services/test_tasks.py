"""The same trouble is one task, a task ends with a word, and each is seen by whose it is."""

import pytest

from tests.cast import rows
from tracker.domain.record_words import TaskKind
from tracker.domain.roles import Role
from tracker.models.event import Event
from tracker.models.task import Task
from tracker.queries import tasks as queries
from tracker.queries.scope import Viewer
from tracker.services import tasks
from tracker.services.rules import RuleBroken


@pytest.fixture
def opened(work, cast):
    """Two tasks about vendors and one about a member of staff."""
    kind = TaskKind.MAIL_RETURNED
    found = [
        tasks.open_(work, kind, "a", "Acme", vendor_id=cast.acme, contact_id=cast.cora),
        tasks.open_(work, kind, "b", "Birch", contact_id=cast.ben),
        tasks.open_(work, kind, "m", "Max", person_id=cast.max),
    ]
    work.session.commit()
    return found


def viewer(role, *departments):
    return Viewer(1, "Somebody", "somebody@city.example", frozenset({role}), frozenset(departments))


def test_the_same_key_opens_one_task_until_it_is_done(work, cast, opened):
    again = tasks.open_(work, TaskKind.MAIL_RETURNED, "a", "Acme once more", vendor_id=cast.acme)
    assert again.id == opened[0].id
    tasks.close(work, again, "Called them")
    assert tasks.open_(work, TaskKind.MAIL_RETURNED, "a", "Acme once more", vendor_id=cast.acme).id != opened[0].id
    assert len(rows(work.session, Task)) == 4
    assert len(rows(work.session, Event, action="task:done")) == 1


def test_a_task_ends_once_and_with_a_word(work, opened, acting, cast):
    for note in ("", "  ", "x" * 501):
        with pytest.raises(RuleBroken) as broken:
            tasks.close(work, opened[0], note)
        assert broken.value.field == "note"
    tasks.close(acting(cast.pia, "Pia"), opened[0], "Called them")
    assert opened[0].done_by_id == cast.pia
    with pytest.raises(RuleBroken, match="done already"):
        tasks.close(work, opened[0], "Again")


@pytest.mark.parametrize(
    ("role", "limited", "seen"),
    [
        (Role.PROCUREMENT, False, ["Acme", "Birch"]),
        (Role.PROCUREMENT, True, ["Acme"]),
        (Role.ADMINISTRATOR, False, ["Acme", "Birch", "Max"]),
        (Role.ADMINISTRATOR, True, ["Acme", "Max"]),
    ],
)
def test_each_sees_the_tasks_of_their_departments_and_administrators_those_about_staff(
    session, cast, opened, role, limited, seen
):
    who = viewer(role, *([cast.library] if limited else []))
    found, total = queries.tasks(session, who, done=False)
    assert [row.sentence for row in found] == seen
    assert total == queries.waiting(session, who) == len(seen)
    shown = [queries.task(session, who, task.id) is not None for task in opened]
    assert shown == [task.sentence in seen for task in opened]


def test_who_only_reads_has_nothing_to_do(session, cast, opened):
    assert queries.waiting(session, viewer(Role.AUDITOR)) == 0
    assert queries.tasks(session, viewer(Role.AUDITOR), done=False)[1] == 3


def test_done_tasks_stand_apart(work, session, cast, opened):
    tasks.close(work, opened[1], "Called them")
    work.session.commit()
    done, total = queries.tasks(session, viewer(Role.PROCUREMENT), done=True)
    assert (total, done[0].note, done[0].contact) == (1, "Called them", "Ben Birch")
