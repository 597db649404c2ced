"""What a contract lets go from a day on: which an attestation asked for on that day must cover."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tracker.domain.catalogue_words import Form
from tracker.domain.coming import Declared, coming
from tracker.domain.facts import Declaration, Facts, Line

DAY = date(2026, 11, 23)
SAID = datetime(2026, 1, 1, tzinfo=UTC)
NAME = Line(element="name", tier=2, sensitive=False, form=Form.IDENTIFIABLE, recorded_at=SAID)
ACCOUNT = replace(NAME, element="account", tier=4, from_on=date(2027, 1, 1))
NONE = Declaration(kind="no personal data", reason="hardware", recorded_at=SAID)
SCHEDULE = Declaration(kind="schedule", from_on=date(2027, 1, 1), uses_ai=True, recorded_at=SAID)


def test_nothing_said_is_undeclared():
    assert coming(Facts(), DAY).declared is Declared.UNDECLARED


def test_lines_that_begin_later_count_and_lines_that_ended_do_not():
    ended = replace(NAME, element="photo", through_on=date(2026, 11, 22))
    kind = coming(Facts(lines=(NAME, ACCOUNT, ended)), DAY)
    assert (kind.declared, kind.elements, kind.tier) == (Declared.PERSONAL_DATA, frozenset({"name", "account"}), 4)


def test_the_last_day_of_a_line_still_counts():
    assert coming(Facts(lines=(replace(NAME, through_on=DAY),)), DAY).elements == {"name"}


def test_anonymized_data_is_no_personal_data():
    kind = coming(Facts(lines=(replace(NAME, form=Form.ANONYMIZED),)), DAY)
    assert (kind.declared, kind.tier) == (Declared.NO_PERSONAL_DATA, None)


def test_of_several_declarations_the_one_that_begins_last_speaks():
    kind = coming(Facts(declarations=(SCHEDULE, NONE), lines=(ACCOUNT,)), DAY)
    assert kind.uses_ai
    assert not kind.protocol_named
    assert coming(Facts(declarations=(NONE,)), DAY).declared is Declared.NO_PERSONAL_DATA
