"""Steps by scope: the most specific scope that says anything of a kind wins whole."""

import pytest

from tests.moments import MONDAY
from tracker.domain.obligations import Obligation
from tracker.domain.reminder_policy import DEFAULT_STEPS, BadStep, ObligationKind, Step, Told, steps_from_json
from tracker.domain.reminder_scope import ALL, Scope, Steps, read_steps, steps_for_all

EXPIRY, REQUEST = ObligationKind.EXPIRY, ObligationKind.REQUEST


def row(days, **where):
    return {"obligation": "expiry", "days": days, "to": ["owner"], **where}


STORED = [
    row(-30),
    row(0),
    {"obligation": "request", "days": 7, "to": ["signer"]},
    row(-40, tier=4),
    row(-50, set="privacy"),
    row(-60, set="privacy", tier=4),
    {"obligation": "expiry", "tier": 1, "none": True},
]


def days_of(steps, kind, set_code="", tier=None):
    return [step.days for step in steps.of(kind, set_code, tier)]


@pytest.mark.parametrize(
    ("set_code", "tier", "days"),
    [
        ("", None, [-30, 0]),
        ("other", 2, [-30, 0]),
        ("other", 4, [-40]),
        ("privacy", 2, [-50]),
        ("privacy", None, [-50]),
        ("privacy", 4, [-60]),
        ("other", 1, []),
        ("privacy", 1, [-50]),
    ],
)
def test_the_most_specific_scope_wins_whole(set_code, tier, days):
    steps = read_steps(STORED)
    assert days_of(steps, EXPIRY, set_code, tier) == days
    assert days_of(steps, REQUEST, set_code, tier) == [7]
    obligation = Obligation(key="expiry:contract:1", kind=EXPIRY, due_on=MONDAY, set_code=set_code, tier=tier)
    assert steps.of_obligation(obligation) == steps.of(EXPIRY, set_code, tier)


def test_what_is_stored_is_read_and_written_back():
    steps = read_steps(STORED)
    assert read_steps(steps.to_json()) == steps
    assert {"obligation": "expiry", "none": True, "tier": 1} in steps.to_json()
    assert read_steps(DEFAULT_STEPS).to_json() == sorted(
        DEFAULT_STEPS, key=lambda one: (one["obligation"], one["days"])
    )


def test_the_shipped_policy_holds_for_every_scope():
    steps = read_steps(DEFAULT_STEPS)
    assert steps == steps_for_all(steps_from_json(DEFAULT_STEPS))
    for tier in (None, 1, 4):
        assert steps.of(EXPIRY, "privacy", tier) == tuple(
            step for step in steps_from_json(DEFAULT_STEPS) if step.kind is EXPIRY
        )


def test_the_window_reaches_over_all_scopes():
    steps = read_steps([*STORED, row(90, tier=3)])
    assert (steps.earliest, steps.latest) == (-60, 90)
    assert (Steps().earliest, Steps().latest) == (0, 0)


def test_a_scope_gets_its_own_steps_none_and_the_general_ones_back():
    steps = read_steps(STORED)
    scope = Scope("", 2)
    own = steps.having(EXPIRY, scope, [Step(EXPIRY, 5, (Told.OWNER,)), Step(EXPIRY, -5, (Told.OWNER,))])
    assert days_of(own, EXPIRY, "", 2) == [-5, 5]
    assert own.source(EXPIRY, scope) == scope
    none = own.having(EXPIRY, scope, [])
    assert days_of(none, EXPIRY, "", 2) == []
    assert none.says(EXPIRY, scope)
    back = none.without(EXPIRY, scope)
    assert back == steps
    assert back.source(EXPIRY, scope) == ALL
    assert not back.says(EXPIRY, scope)


def test_no_steps_for_all_contracts_is_the_same_as_none_said():
    assert Steps().having(EXPIRY, ALL, []) == Steps()
    assert read_steps([{"obligation": "expiry", "none": True}]).to_json() == []


def test_scopes_are_listed_with_all_contracts_first():
    assert read_steps(STORED).scopes() == (
        ALL,
        Scope("", 1),
        Scope("", 4),
        Scope("privacy", None),
        Scope("privacy", 4),
    )


@pytest.mark.parametrize(
    ("stored", "because"),
    [
        (row(1, tier=5), "tier is not a number from 1 to 4"),
        (row(1, tier=True), "tier is not a number from 1 to 4"),
        (row(1, tier="4"), "tier is not a number from 1 to 4"),
        (row(1, set=7), "set is not the code"),
        ({"obligation": "birthday", "days": 1, "to": []}, "birthday"),
        ({"days": 1, "to": []}, "obligation"),
        (row("soon"), "soon"),
        ({"obligation": "expiry", "to": ["owner"]}, "days"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(stored, because):
    with pytest.raises(BadStep, match=because):
        read_steps([*STORED, stored])


def test_a_scope_that_has_steps_and_has_none_is_refused():
    with pytest.raises(BadStep, match="has steps and has none"):
        read_steps([row(1, tier=1), {"obligation": "expiry", "tier": 1, "none": True}])
