"""What cost much is remembered under all that it depends on, and forgotten in time."""

import pytest

from tests.attested import attest, share
from tests.cast import rows
from tests.submitted import element_id
from tracker.models.contract import Contract
from tracker.models.requirement import RequirementSet
from tracker.queries import version_outlook as asked
from tracker.queries.memory import Memory
from tracker.queries.requirement_drafts import clauses_of
from tracker.services import requirement_drafts
from tracker.services.data_schedule import NewLine, NewSchedule, declare_schedule


def test_the_oldest_answer_goes_first():
    memory = Memory[str](most=2, seconds=60)
    for key in "abc":
        memory.put(key, key.upper())
    assert [memory.get(key) for key in "abc"] == [None, "B", "C"]


def test_an_answer_is_forgotten_after_its_time():
    memory = Memory[str](most=2, seconds=0)
    memory.put("a", "A")
    assert memory.get("a") is None


@pytest.fixture
def looked(work, cast, acting, monkeypatch):
    """Look at what a draft leaves behind; gives the rows, and how often contracts were judged for them."""
    share(work, cast.payroll)
    attest(work, cast.payroll, cast.olga, work.today.replace(year=2027))
    oscar = acting(cast.oscar, "Oscar Officer")
    draft = requirement_drafts.begin(oscar, rows(work.session, RequirementSet)[0].id)
    work.session.commit()
    judged, real = [], asked._judged

    def counted(*arguments):
        judged.append(1)
        return real(*arguments)

    monkeypatch.setattr(asked, "_judged", counted)
    told = asked.as_version(draft.number, work.today, 0, clauses_of(work.session, draft.id))
    return lambda: (len(asked.version_outlook(work.session, told, work.today).rows), len(judged))


def test_the_outlook_of_a_version_is_judged_again_only_when_something_was_recorded(looked, work, cast, acting):
    assert [looked(), looked()] == [(1, 1), (1, 1)]
    pia = acting(cast.pia, "Pia Procurement")
    contract = work.session.get_one(Contract, cast.payroll)
    element = element_id(work, "bank-account")
    line = NewLine(element, purpose="pay staff", subjects=("employee",))
    declare_schedule(pia, contract, NewSchedule(lines=(line,)))
    assert looked()[1] == 2
    work.session.commit()
    assert [looked()[1], looked()[1]] == [3, 3]
