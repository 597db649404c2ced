"""The reminder steps of a scope: typed, looked at in a preview of the next ninety days, and put in force."""

from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.reminder_scope import TIERS, Scope, Steps
from tracker.models.policy import PolicyRow
from tracker.queries.policies import set_names
from tracker.queries.policy import newest
from tracker.services import policies as service
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import commit, session, work
from tracker.web.permissions import permitted
from tracker.web.settings import steps_page, steps_preview
from tracker.web.settings.blueprint import bp
from tracker.web.settings.step_edits import edited, is_edit
from tracker.web.settings.typed_steps import Typed, as_typed, checked, problems, read, steps_of


@dataclass(frozen=True, slots=True)
class Typing:
    """What was typed for a scope, and the policy row that it changes."""

    scope: Scope
    typed: Typed
    row: PolicyRow

    @property
    def present(self) -> Steps:
        """The steps in force."""
        return service.in_force(self.row).reminder_steps

    @property
    def wanted(self) -> Steps:
        """The steps as they would be."""
        return steps_of(self.typed, self.present, self.scope)


@bp.get("/reminder-steps")
@permitted("policy:edit")
def reminder_steps() -> ResponseReturnValue:
    row, scope = newest(session()), _scope(request.args.get("set", ""), request.args.get("tier", ""))
    return _page(Typing(scope, as_typed(service.in_force(row).reminder_steps, scope), row))


@bp.post("/reminder-steps")
@permitted("policy:edit")
def change_reminder_steps() -> ResponseReturnValue:
    scope = _scope(request.form.get("set", ""), request.form.get("tier", ""))
    typing, button = Typing(scope, read(request.form), newest(session())), request.form.get("do", "preview")
    if is_edit(button):
        return _page(replace(typing, typed=edited(typing.typed, button, typing.present, scope)))
    if button == "edit":
        return _page(typing)
    typing = replace(typing, typed=checked(typing.typed))
    if problems(typing.typed):
        return _page(typing), 422
    return _saved(typing) if button == "save" else _looked_at(typing)


def _looked_at(typing: Typing) -> ResponseReturnValue:
    if _based_on() != typing.row.id:
        return _page(typing, _overtaken()), 409
    if typing.wanted == typing.present:
        return _page(typing, _("Nothing is changed yet.")), 422
    return steps_preview.page(work(), typing.scope, typing.present, typing.wanted, typing.row.id)


def _saved(typing: Typing) -> ResponseReturnValue:
    policy = replace(service.in_force(typing.row), reminder_steps=typing.wanted)
    try:
        service.record(work(), policy, _based_on())
        commit()
    except Conflict:
        session().rollback()
        return _page(replace(typing, row=newest(session())), _overtaken()), 409
    except RuleBroken as broken:
        session().rollback()
        return _page(replace(typing, row=newest(session())), broken.sentence), 422
    flash(_("Saved. What goes out from now on follows these steps."), "success")
    return redirect(steps_page.href(typing.scope), 303)


def _page(typing: Typing, problem: str = "") -> str:
    return render_template(
        "settings/reminder_steps.html",
        scope=typing.scope,
        scopes=steps_page.scopes(typing.present, typing.scope, set_names(session())),
        choice=steps_page.choice(typing.scope, set_names(session())),
        kinds=steps_page.kinds(typing.typed, typing.present, typing.scope, set_names(session())),
        based_on=typing.row.id,
        problems=[*([("", problem)] if problem else []), *steps_page.problem_lines(typing.typed)],
        parts=steps_page.PARTS,
        whens=steps_page.WHENS,
    )


def _overtaken() -> str:
    first = _("Somebody else changed the policy meanwhile.")
    return f"{first} {_('Below stands what you typed; putting it in force replaces theirs.')}"


def _based_on() -> int:
    return request.form.get("based_on", type=int) or 0


def _scope(set_code: str, tier: str) -> Scope:
    if set_code and set_code not in set_names(session()):
        abort(404)
    if tier and tier not in {str(number) for number in TIERS}:
        abort(404)
    return Scope(set_code, int(tier) if tier else None)
