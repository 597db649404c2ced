"""What the page of the reminder steps shows: the scopes to choose from, and each kind with its rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.reminder_policy import ObligationKind, Step, Told
from tracker.domain.reminder_scope import ALL, TIERS, Scope, Steps
from tracker.web.settings.typed_steps import AFTER, BEFORE, ON, SAME, Typed, TypedKind, problems

PARTS = {
    Told.SIGNER: _l("Signer"),
    Told.PRIMARY: _l("Primary contact"),
    Told.OWNER: _l("Owner"),
    Told.MANAGER: _l("Manager"),
    Told.PRIVACY_OFFICER: _l("Privacy officer"),
}
WHENS = ((BEFORE, _l("days before")), (ON, _l("on the day")), (AFTER, _l("days after")))
TITLES = {
    ObligationKind.EXPIRY: (_l("Coverage ends"), _l("Counted from the last day through which a contract is covered.")),
    ObligationKind.REQUEST: (
        _l("A request waits for its answer"),
        _l("Counted from the day on which the vendor was asked; signer and primary contact mean the contact asked."),
    ),
    ObligationKind.WAIVER: (_l("A waiver ends"), _l("Counted from the last day of the waiver.")),
    ObligationKind.DISPOSAL: (
        _l("Return or destruction is due"),
        _l("Counted from the last day on which the vendor can certify it in time."),
    ),
    ObligationKind.FOLLOW_UP: (
        _l("An accepted exception is looked at again"),
        _l("Counted from the day that the reviewer chose when the exception was accepted."),
    ),
}


@dataclass(frozen=True, slots=True)
class ScopeLink:
    """A scope that has its own steps, or is open now."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class KindPart:
    """One kind of obligation on the page; `inherited` are the steps of the wider scope when it has none of its own."""

    kind: ObligationKind
    title: str
    hint: str
    typed: TypedKind
    wider: str
    inherited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The two lists from which a scope is chosen, with what is chosen."""

    sets: list[tuple[str, str]]
    tiers: list[tuple[str, str]]
    set_code: str
    tier: str


def scope_words(scope: Scope, names: Mapping[str, str]) -> str:
    """For which contracts steps hold."""
    name = names.get(scope.set_code, scope.set_code)
    tier = _("tier %(number)s", number=scope.tier) if scope.tier else ""
    return ", ".join(part for part in (name, tier) if part) or _("all contracts")


def href(scope: Scope) -> str:
    """The address of a scope's page."""
    return url_for("settings.reminder_steps", set=scope.set_code or None, tier=scope.tier)


def scopes(steps: Steps, scope: Scope, names: Mapping[str, str]) -> list[ScopeLink]:
    """All contracts, each scope with its own steps, and the one that is open."""
    known = dict.fromkeys((*steps.scopes(), scope))
    return [ScopeLink(_capital(scope_words(one, names)), href(one), one == scope) for one in known]


def choice(scope: Scope, names: Mapping[str, str]) -> Choice:
    """What can be chosen: any set, any tier, or both."""
    return Choice(
        sets=[("", str(_("All requirement sets"))), *names.items()],
        tiers=[("", str(_("All tiers"))), *[(str(tier), str(_("Tier %(number)s", number=tier))) for tier in TIERS]],
        set_code=scope.set_code,
        tier=str(scope.tier or ""),
    )


def kinds(typed: Typed, steps: Steps, scope: Scope, names: Mapping[str, str]) -> list[KindPart]:
    """Each kind of obligation with its rows, or with what holds instead."""
    return [_kind(kind, typed[kind], steps, scope, names) for kind in ObligationKind]


def problem_lines(typed: Typed) -> list[tuple[str, str]]:
    """The id of each control that has a problem, with a sentence that names its row."""
    return [
        (
            f"{one.kind}-{one.row}-{one.control}",
            _(
                "%(list)s, step %(number)s: %(problem)s",
                list=TITLES[one.kind][0],
                number=one.row + 1,
                problem=one.sentence,
            ),
        )
        for one in problems(typed)
    ]


def distance(days: int) -> str:
    """How far a step lies from the due day."""
    if days == 0:
        return str(_("on the day"))
    if days < 0:
        return str(_("%(number)s before", number=_days(-days)))
    return str(_("%(number)s after", number=_days(days)))


def _days(number: int) -> str:
    return str(_("1 day")) if number == 1 else str(_("%(number)s days", number=number))


def _kind(kind: ObligationKind, one: TypedKind, steps: Steps, scope: Scope, names: Mapping[str, str]) -> KindPart:
    wider = steps.without(kind, scope) if scope != ALL else steps
    inherited = wider.of(kind, *scope) if one.mode == SAME else ()
    title, hint = TITLES[kind]
    source = scope_words(wider.source(kind, scope), names)
    return KindPart(kind, str(title), str(hint), one, source, tuple(_step(step) for step in inherited))


def _step(step: Step) -> str:
    people = ", ".join(str(PARTS[part]) for part in step.told)
    told = f"{_capital(distance(step.days))}: {people}"
    return f"{told}; {_('hold renewal')}" if step.flag else told


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
