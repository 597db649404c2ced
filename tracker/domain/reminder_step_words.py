"""Reminder steps in words: one step, and what a change of the policy's steps does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tracker.domain.reminder_policy import ObligationKind, Step
from tracker.domain.reminder_scope import ALL, Scope, Steps

KIND_WORDS: Final = {
    ObligationKind.EXPIRY: "coverage ends",
    ObligationKind.REQUEST: "a request waits",
    ObligationKind.WAIVER: "a waiver ends",
    ObligationKind.DISPOSAL: "disposal is due",
    ObligationKind.FOLLOW_UP: "an exception is looked at again",
}


def distance_words(days: int) -> str:
    """Say how far a step lies from the due day: "30 days before", "on the day", "1 day after"."""
    if days == 0:
        return "on the day"
    number = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{number} {'before' if days < 0 else 'after'}"


def step_words(step: Step) -> str:
    """Say a step: "30 days before to signer and owner, hold renewal"."""
    told = [part.value for part in step.told]
    to = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
    return distance_words(step.days) + (f" to {to}" if to else "") + (f", {step.flag}" if step.flag else "")


def scope_words(scope: Scope, set_names: Mapping[str, str] | None = None) -> str:
    """Say for which contracts steps hold; `set_names` gives the names of requirement sets by code."""
    name = (set_names or {}).get(scope.set_code, scope.set_code)
    parts = [part for part in (name, f"tier {scope.tier}" if scope.tier else "") if part]
    return ", ".join(parts) or "all contracts"


def step_changes(before: Steps, after: Steps, set_names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return a sentence for each scope and kind whose steps differ, empty when nothing does."""
    scopes = dict.fromkeys((*before.scopes(), *after.scopes()))
    return tuple(
        f"{KIND_WORDS[kind]} ({scope_words(scope, set_names)}): {'; '.join(_change(before, after, scope, kind))}"
        for scope in scopes
        for kind in ObligationKind
        if before.own.get((scope, kind)) != after.own.get((scope, kind))
    )


def _change(before: Steps, after: Steps, scope: Scope, kind: ObligationKind) -> Iterator[str]:
    if scope != ALL and not after.says(kind, scope):
        yield f"the same as {scope_words(after.source(kind, scope))} again"
        return
    new = {step.days: step for step in after.own.get((scope, kind), ())}
    if not new:
        yield "no reminders"
        return
    if not before.says(kind, scope):
        yield "own steps"
    # A new list of its own is told by how it differs from the wider one that held until then.
    old = {step.days: step for step in before.of(kind, *scope)}
    for days in sorted({*old, *new}):
        if days not in old:
            yield f"added {step_words(new[days])}"
        elif days not in new:
            yield f"removed {step_words(old[days])}"
        elif old[days] != new[days]:
            yield f"{step_words(old[days])} became {step_words(new[days])}"
