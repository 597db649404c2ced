"""Data schedules: declared, changed, ended, replaced, copied."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.cast import rows
from tracker.domain.catalogue_words import Form
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.data_schedule import DataLine, Declaration
from tracker.models.event import Event
from tracker.models.standing import StandingSpan
from tracker.queries import data_schedule as questions
from tracker.services.data_schedule import (
    NewLine,
    NewSchedule,
    copy_from,
    declare_no_personal_data,
    declare_schedule,
    fingerprint,
)
from tracker.services.rules import Conflict, RuleBroken


@pytest.fixture
def contract(work, cast):
    return work.session.get_one(Contract, cast.payroll)


@pytest.fixture
def element(work):
    def find(code):
        return work.session.scalars(select(DataElement.id).where(DataElement.code == code)).one()

    return find


def line(number, **said):
    return NewLine(number, **{"purpose": "pay staff", "subjects": ("employee",), **said})


def held(work, contract):
    return {row.code: row for row in questions.lines(work.session, contract.id, work.today)}


def standing(work, contract, day):
    spans = rows(work.session, StandingSpan, contract_id=contract.id)
    return next(str(span.standing) for span in spans if span.from_on <= day < span.until_on)


def test_a_declared_schedule_is_read_back_with_the_words_of_the_catalogue(work, contract, element):
    new = NewSchedule(uses_ai=True, lines=(line(element("date-of-birth"), retention="7 years"),))
    declare_schedule(work, contract, new)
    row = held(work, contract)["date-of-birth"]
    assert (row.name, row.group, row.tier, row.subjects) == ("Date of birth", "Identity", 3, ("Employee",))
    assert row.personal
    declared = questions.declaration(work.session, contract.id)
    assert declared
    assert declared.kind == "schedule"
    assert declared.uses_ai
    assert standing(work, contract, work.today) == "missing"
    event = rows(work.session, Event, action="schedule:declared")[0]
    assert event.sentence == "declared the data schedule of C-2291: added Date of birth"


def test_equal_lines_stay_and_changed_ones_are_replaced(work, contract, element):
    name, birth, address = element("full-name"), element("date-of-birth"), element("home-address")
    declare_schedule(work, contract, NewSchedule(lines=(line(name), line(birth))))
    kept = held(work, contract)["full-name"].id
    declare_schedule(work, contract, NewSchedule(lines=(line(name), line(birth, purpose="check age"), line(address))))
    assert held(work, contract)["full-name"].id == kept
    assert held(work, contract)["date-of-birth"].purpose == "check age"
    old = [row for row in rows(work.session, DataLine, contract_id=contract.id) if row.replaced_at]
    assert [row.purpose for row in old] == ["pay staff"]
    assert len(rows(work.session, Declaration, contract_id=contract.id)) == 1
    sentences = [event.sentence for event in rows(work.session, Event, action="schedule:declared")]
    assert sentences[-1].endswith("added Home address; changed Date of birth")


def test_a_line_that_ended_stays_when_the_rest_is_changed(work, contract, element):
    name, birth = element("full-name"), element("date-of-birth")
    declare_schedule(work, contract, NewSchedule(lines=(line(name), line(birth, through_on=date(2026, 6, 30)))))
    declare_schedule(work, contract, NewSchedule(lines=(line(name, purpose="other"),)))
    assert list(held(work, contract)) == ["full-name"]
    ended = questions.lines(work.session, contract.id, work.today, ended=True)
    assert [row.code for row in ended] == ["full-name", "date-of-birth"]


def test_only_anonymized_data_needs_no_attestation(work, contract, element):
    lines = (line(element("full-name"), form=Form.AGGREGATED),)
    declare_schedule(work, contract, NewSchedule(lines=lines))
    assert standing(work, contract, work.today) == "not required"


def test_no_personal_data_needs_a_reason_and_takes_the_lines_away(work, contract, element):
    declare_schedule(work, contract, NewSchedule(lines=(line(element("full-name")),)))
    with pytest.raises(RuleBroken, match="Say why"):
        declare_no_personal_data(work, contract, " ")
    declare_no_personal_data(work, contract, "hardware only")
    assert held(work, contract) == {}
    assert standing(work, contract, work.today) == "not required"
    kinds = {
        (str(row.kind), row.replaced_at is None) for row in rows(work.session, Declaration, contract_id=contract.id)
    }
    assert kinds == {("schedule", False), ("no personal data", True)}


def test_no_personal_data_from_a_day_on_ends_the_lines_on_the_day_before(work, contract, element):
    declare_schedule(work, contract, NewSchedule(lines=(line(element("full-name")),)))
    declare_no_personal_data(work, contract, "moved in-house", date(2027, 2, 1))
    assert held(work, contract)["full-name"].through_on == date(2027, 1, 31)
    assert standing(work, contract, date(2027, 1, 31)) == "missing"
    assert standing(work, contract, date(2027, 2, 1)) == "not required"


def test_a_schedule_from_a_later_day_leaves_the_earlier_declaration_true(work, contract, element):
    declare_no_personal_data(work, contract, "pilot with invented people")
    new = NewSchedule(from_on=date(2027, 1, 1), lines=(line(element("full-name"), from_on=date(2027, 1, 1)),))
    declare_schedule(work, contract, new)
    assert standing(work, contract, date(2026, 12, 31)) == "not required"
    assert standing(work, contract, date(2027, 1, 1)) == "missing"


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ({"purpose": ""}, "purpose"),
        ({"subjects": ()}, "subjects"),
        ({"subjects": ("martian",)}, "subjects"),
        ({"country": "XX"}, "country"),
        ({"retention": "x" * 201}, "retention"),
        ({"from_on": date(2026, 2, 1), "through_on": date(2026, 1, 31)}, "through_on"),
    ],
)
def test_a_line_that_is_not_sensible_is_refused_at_its_field(work, contract, element, said, part):
    lines = (line(element("date-of-birth")), line(element("full-name"), **said))
    with pytest.raises(RuleBroken) as broken:
        declare_schedule(work, contract, NewSchedule(lines=lines))
    assert broken.value.field == f"1-{part}"


def test_other_asks_for_its_text(work, contract, element):
    other = element("other-identity")
    with pytest.raises(RuleBroken, match="Say which data this is"):
        declare_schedule(work, contract, NewSchedule(lines=(line(other),)))
    declare_schedule(work, contract, NewSchedule(lines=(line(other, other_text="shoe size"),)))
    assert held(work, contract)["other-identity"].name == "shoe size"


def test_an_empty_schedule_and_an_archived_contract_are_refused(work, contract, element):
    with pytest.raises(RuleBroken, match="at least one element"):
        declare_schedule(work, contract, NewSchedule())
    contract.archived_at = work.now
    with pytest.raises(RuleBroken, match="archived"):
        declare_schedule(work, contract, NewSchedule(lines=(line(element("full-name")),)))


def test_two_who_change_the_same_schedule_do_not_overwrite_each_other(work, contract, element):
    shown = fingerprint(work, contract.id)
    declare_schedule(work, contract, NewSchedule(lines=(line(element("full-name")),), fingerprint=shown))
    with pytest.raises(Conflict):
        declare_schedule(work, contract, NewSchedule(lines=(line(element("photograph")),), fingerprint=shown))
    with pytest.raises(Conflict):
        declare_no_personal_data(work, contract, "none", fingerprint=shown)


def test_a_schedule_is_copied_without_its_days(work, cast, contract, element):
    lines = (line(element("full-name"), from_on=date(2026, 3, 1), through_on=date(2027, 3, 1)),)
    declare_schedule(work, contract, NewSchedule(usage_protocol="Payroll protocol", lines=lines))
    cameras = work.session.get_one(Contract, cast.cameras)
    copy_from(work, cameras, contract)
    row = held(work, cameras)["full-name"]
    assert (row.purpose, row.from_on, row.through_on) == ("pay staff", None, None)
    declared = questions.declaration(work.session, cameras.id)
    assert declared
    assert declared.usage_protocol == "Payroll protocol"
