"""Buttons of the reminder steps' page that change what is typed without saving it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tracker.domain.reminder_policy import DEFAULT_STEPS, ObligationKind
from tracker.domain.reminder_scope import ALL, Scope, Steps, read_steps
from tracker.web.settings.typed_steps import NONE, OWN, SAME, Typed, TypedKind, TypedStep, as_typed, rows_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a button stands: the kind and scope, the number of its row, and the policy in force."""

    kind: ObligationKind
    scope: Scope
    number: str
    steps: Steps


def is_edit(button: str) -> bool:
    """Whether a button only changes what is typed."""
    return button.partition(":")[0] in EDITS


def edited(typed: Typed, button: str, steps: Steps, scope: Scope) -> Typed:
    """What is typed after a button: "add:expiry", "remove:expiry:3", "own:expiry", "default" for all kinds.

    A button of a kind or row that is not there changes nothing.
    """
    deed, _colon, rest = button.partition(":")
    name, _colon, number = rest.partition(":")
    if deed == "default" and not name:
        same = dict.fromkeys(ObligationKind, TypedKind(SAME))
        return as_typed(read_steps(DEFAULT_STEPS), ALL) if scope == ALL else same
    if name not in {kind.value for kind in ObligationKind}:
        return typed
    place = Place(ObligationKind(name), scope, number, steps)
    return {**typed, place.kind: EDITS[deed](typed[place.kind], place)}


def _added(one: TypedKind, _place: Place) -> TypedKind:
    return replace(one, mode=OWN, rows=(*one.rows, TypedStep()))


def _removed(one: TypedKind, place: Place) -> TypedKind:
    return replace(one, rows=tuple(row for number, row in enumerate(one.rows) if str(number) != place.number))


def _copied(one: TypedKind, place: Place) -> TypedKind:
    wider = place.steps.without(place.kind, place.scope).of(place.kind, *place.scope)
    return TypedKind(OWN, one.rows or rows_of(wider))


def _shipped(_one: TypedKind, place: Place) -> TypedKind:
    return TypedKind(OWN, rows_of(read_steps(DEFAULT_STEPS).of(place.kind)))


def _same(_one: TypedKind, _place: Place) -> TypedKind:
    return TypedKind(SAME)


def _none(_one: TypedKind, _place: Place) -> TypedKind:
    return TypedKind(NONE)


EDITS: Final[Mapping[str, Callable[[TypedKind, Place], TypedKind]]] = {
    "add": _added,
    "remove": _removed,
    "own": _copied,
    "default": _shipped,
    "same": _same,
    "none": _none,
}
