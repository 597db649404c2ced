"""The reminder steps: at which distance from which due day who is told."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.reminder_policy import HOLD_RENEWAL, ObligationKind, Told
from tracker.queries.policy import newest
from tracker.services import policies as service
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import commit, session, work
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp
from tracker.web.settings.rebuilding import say_saved
from tracker.web.settings.typed_steps import TypedStep, as_typed, blank, steps_of, typed_steps


@bp.get("/reminder-steps")
@permitted("policy:edit")
def reminder_steps() -> ResponseReturnValue:
    row = newest(session())
    return _page(as_typed(service.in_force(row).reminder_steps), row.id)


@bp.post("/reminder-steps")
@permitted("policy:edit")
def change_reminder_steps() -> ResponseReturnValue:
    typed = typed_steps(request.form)
    based_on = request.form.get("based_on", type=int) or 0
    try:
        policy = service.with_steps(service.in_force(newest(session())), steps_of(typed))
        service.record(work(), policy, based_on)
        commit()
    except RuleBroken as broken:
        session().rollback()
        return _page(typed, based_on, broken.sentence), 409 if isinstance(broken, Conflict) else 422
    say_saved(refreshed=True)
    return redirect(url_for("settings.reminder_steps"), 303)


def _page(typed: list[TypedStep], based_on: int, problem: str | None = None) -> str:
    return render_template(
        "settings/reminder_steps.html",
        steps=[*typed, *blank(len(typed))],
        kinds=[(kind, kind) for kind in ObligationKind],
        told=list(Told),
        hold_renewal=HOLD_RENEWAL,
        based_on=based_on,
        problem=problem,
    )
