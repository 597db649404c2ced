"""The catalogue of a new installation."""

from collections import Counter
from datetime import date

from sqlalchemy import select

from tests.cast import rows
from tracker.domain.rule import Rule
from tracker.models.catalogue import DataElement, DataSubject
from tracker.models.event import Event
from tracker.models.policy import Holiday, PolicyRow
from tracker.models.requirement import Clause, RequirementVersion
from tracker.services import catalogue_seeding
from tracker.services.principles import principles


def test_the_catalogue_holds_57_elements_in_13_groups_each_with_its_other(session):
    elements = list(session.scalars(select(DataElement).order_by(DataElement.position)))
    groups = Counter(element.group_name for element in elements if not element.is_other)
    others = Counter(element.group_name for element in elements if element.is_other)
    assert (sum(groups.values()), len(groups)) == (57, 13)
    assert others == dict.fromkeys(groups, 1)
    assert len(rows(session, DataSubject)) == 11


def test_sensitive_and_breach_trigger_elements_are_marked(session):
    by_code = {element.code: element for element in rows(session, DataElement)}
    assert by_code["social-security-number"].sensitive
    assert by_code["social-security-number"].breach_trigger
    assert by_code["plate-reader-capture"].breach_trigger
    assert not by_code["plate-reader-capture"].sensitive
    assert sum(element.sensitive for element in by_code.values()) == 18
    assert sum(element.breach_trigger for element in by_code.values()) == 13


def test_version_1_has_26_clauses_with_rules_and_principles_that_can_be_read(session):
    (version,) = rows(session, RequirementVersion)
    clauses = rows(session, Clause, version_id=version.id)
    assert (version.number, version.effective_on, version.published_at is not None) == (1, date(2020, 1, 1), True)
    assert len(clauses) == 26
    assert {clause.principle for clause in clauses} < set(principles())
    assert [str(Rule.parse(clause.rule)) for clause in clauses] == [clause.rule for clause in clauses]
    assert all(clause.text.endswith(".") and len(clause.text.split()) > 8 for clause in clauses)


def test_the_policy_holds_every_reminder_step_of_the_catalogue(session):
    (policy,) = rows(session, PolicyRow)
    days = {
        kind: [step["days"] for step in policy.reminder_steps if step["obligation"] == kind]
        for kind in ("expiry", "request", "waiver", "disposal")
    }
    assert days == {
        "expiry": [-90, -60, -30, -14, -7, -1, 0, 1, 7, 14, 30],
        "request": [7, 14, 21],
        "waiver": [-30, -7, 0],
        "disposal": [-30, -7, 0, 7, 14],
    }


def test_the_city_does_not_work_on_its_holidays(session):
    assert session.get(Holiday, date(2026, 7, 3)).name == "Independence Day (observed)"
    assert session.get(Holiday, date(2026, 11, 27)).name == "Day After Thanksgiving"
    assert session.get(Holiday, date(2026, 11, 8)) is None


def test_loading_again_adds_nothing_and_leaves_what_was_edited(work, session):
    element = rows(session, DataElement, code="full-name")[0]
    element.tier, element.name = 3, "Name in full"
    session.delete(session.get(Holiday, date(2026, 7, 3)))
    session.commit()
    before = len(rows(session, Event))
    assert catalogue_seeding.load(work) == 0
    session.expire_all()
    assert rows(session, DataElement, code="full-name")[0].name == "Name in full"
    assert session.get(Holiday, date(2026, 7, 3)) is None
    assert len(rows(session, Event)) == before
