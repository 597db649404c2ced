"""Drafts of requirement versions: copied, changed clause by clause, given up; published ones never change."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from tests.cast import rows
from tracker.domain.clause_changes import ChangeKind
from tracker.models.event import Event
from tracker.models.requirement import Clause, RequirementSet, RequirementVersion
from tracker.queries.requirement_drafts import clauses_of, differences, head, open_draft
from tracker.services import draft_clauses, requirement_drafts
from tracker.services.draft_clauses import NewClause
from tracker.services.rules import Conflict, RuleBroken


@pytest.fixture
def draft(cast, acting):
    """The draft of version 2, begun by Oscar."""
    work = acting(cast.oscar, "Oscar Officer")
    return requirement_drafts.begin(work, rows(work.session, RequirementSet)[0].id)


def clause(work, draft, code):
    return work.session.scalars(select(Clause).where(Clause.version_id == draft.id, Clause.code == code)).one()


def kinds(work, number=2):
    version = head(work.session, number)
    assert version is not None
    found = differences(work.session, version)
    return {change.code: change.kind for change in found if change.kind is not ChangeKind.SAME}


def test_a_draft_begins_as_a_copy_of_the_newest_version(work, draft):
    assert (draft.number, draft.published_at, draft.grace_days) == (2, None, 90)
    old, new = clauses_of(work.session, draft.based_on_id), clauses_of(work.session, draft.id)
    assert [one.words for one in old] == [one.words for one in new]
    assert kinds(work) == {}


def test_a_set_has_one_draft_at_a_time(work, draft):
    with pytest.raises(Conflict, match="Version 2 is being drafted already"):
        requirement_drafts.begin(work, draft.set_id)


def test_a_discarded_draft_leaves_nothing_but_its_events(work, draft):
    number = draft.id
    requirement_drafts.discard(work, draft)
    assert open_draft(work.session) is None
    assert rows(work.session, Clause, version_id=number) == []
    assert requirement_drafts.begin(work, rows(work.session, RequirementSet)[0].id).number == 2
    said = [event.action for event in rows(work.session, Event) if event.action.startswith("requirement:")]
    assert said == ["requirement:draft-begun", "requirement:draft-discarded", "requirement:draft-begun"]


def test_clauses_are_added_changed_retired_and_put_back(work, draft):
    new = NewClause("key-9", "We keep the data for a year at most.", "tier>=2", "P4", position=1)
    assert draft_clauses.add_clause(work, draft, new).code == "KEY-9"
    sec = clause(work, draft, "SEC-2")
    edited = NewClause("SEC-2", sec.text + " We test it each year.", "tier>=3", "P6")
    draft_clauses.edit_clause(work, sec, edited, sec.row_version)
    draft_clauses.retire_clause(work, clause(work, draft, "SAL-1"), 1)
    assert kinds(work) == {"KEY-9": "added", "SEC-2": "changed", "SAL-1": "removed"}
    draft_clauses.restore_clause(work, draft, "SAL-1")
    draft_clauses.restore_clause(work, draft, "SEC-2")
    assert kinds(work) == {"KEY-9": "added"}
    places = [row.position for row in clauses_of(work.session, draft.id)]
    assert places == list(range(1, len(places) + 1))
    changed = rows(work.session, Event, action="requirement:clause-changed")[0]
    assert changed.details["rule"] == ["tier>=2", "tier>=3"]
    assert changed.details["text"][1].endswith("We test it each year.")


def test_a_clause_moved_up_is_shown_as_moved(work, draft):
    last = clauses_of(work.session, draft.id)[-1]
    row = work.session.get(Clause, last.id)
    moved = NewClause(last.code, last.text, last.rule, last.principle, position=1)
    draft_clauses.edit_clause(work, row, moved, row.row_version)
    assert kinds(work) == {last.code: "moved"}
    assert clause(work, draft, "PUR-1").row_version == 1, "who edits another clause is not disturbed"


def test_who_saves_an_overtaken_clause_is_told_and_changes_nothing(work, draft):
    sec = clause(work, draft, "SEC-1")
    edited = NewClause("SEC-1", "We protect the data.", "all", "P6")
    draft_clauses.edit_clause(work, sec, edited, 1)
    with pytest.raises(Conflict):
        draft_clauses.edit_clause(work, sec, NewClause("SEC-1", "Something else.", "all", "P6"), 1)
    with pytest.raises(Conflict):
        draft_clauses.retire_clause(work, sec, 1)
    assert clause(work, draft, "SEC-1").text == "We protect the data."


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("code", NewClause("sec 1!", "Text", "all", "P6")),
        ("text", NewClause("NEW-1", "  ", "all", "P6")),
        ("text", NewClause("NEW-1", "x" * 4001, "all", "P6")),
        ("rule", NewClause("NEW-1", "Text", "tier>three", "P6")),
        ("principle", NewClause("NEW-1", "Text", "all", "P9")),
    ],
)
def test_a_clause_that_makes_no_sense_is_refused_beside_its_field(work, draft, field, new):
    with pytest.raises(RuleBroken) as broken:
        draft_clauses.add_clause(work, draft, new)
    assert broken.value.field == field


def test_a_code_of_an_earlier_version_is_not_used_for_something_else(work, draft):
    draft_clauses.retire_clause(work, clause(work, draft, "SAL-1"), 1)
    new = NewClause("SAL-1", "We sell salt.", "all", "P5")
    with pytest.raises(RuleBroken, match=r"In version 1 SAL-1 was: .We do not sell") as broken:
        draft_clauses.add_clause(work, draft, new)
    assert broken.value.field == "code"
    same = NewClause("SAL-1", "We never sell or rent the data.", "all", "P5", same_meaning=True)
    assert draft_clauses.add_clause(work, draft, same).code == "SAL-1"


def test_the_clauses_of_a_published_version_are_never_changed(work, draft):
    first = work.session.get(RequirementVersion, draft.based_on_id)
    sec = clause(work, first, "SEC-1")
    with pytest.raises(RuleBroken, match="Version 1 is published"):
        draft_clauses.edit_clause(work, sec, NewClause("SEC-1", "Less.", "all", "P6"), sec.row_version)
    with pytest.raises(RuleBroken, match="Version 1 is published"):
        requirement_drafts.discard(work, first)


@pytest.mark.parametrize("deed", ["change", "remove", "add", "head"])
def test_the_database_itself_keeps_a_published_version_as_it_is(work, cast, deed):
    first = rows(work.session, RequirementVersion)[0]
    kept = rows(work.session, Clause, version_id=first.id)[0]
    table = Clause.metadata.tables["clause"]
    statement = {
        "change": update(table).where(table.c.id == kept.id).values(text="Less"),
        "remove": table.delete().where(table.c.id == kept.id),
        "add": table.insert().values(
            version_id=first.id, code="NEW-1", text="t", rule="all", principle="P1", position=9
        ),
        "head": update(RequirementVersion).where(RequirementVersion.id == first.id).values(grace_days=1),
    }[deed]
    with pytest.raises(DatabaseError, match="never changed"):
        work.session.execute(statement)
    work.session.rollback()
