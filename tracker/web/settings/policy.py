"""The policy: notice period, terms, days to answer and to dispose, the hour of the daily letter."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.models.policy import PolicyRow
from tracker.queries.policies import policy_changes
from tracker.queries.policy import newest
from tracker.services import policies as service
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.context import commit, session, work
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp
from tracker.web.settings.policy_form import PolicyForm
from tracker.web.settings.rebuilding import say_saved


@bp.get("/policy")
@permitted("policy:edit")
def policy() -> ResponseReturnValue:
    row = newest(session())
    months = {f"term_months_{tier}": number for tier, number in row.term_months.items()}
    return _page(PolicyForm(formdata=None, obj=row, data={**months, "based_on": row.id}))


@bp.post("/policy")
@permitted("policy:edit")
def change_policy() -> ResponseReturnValue:
    form = PolicyForm()
    if not form.validate():
        return _page(form), 422
    try:
        refreshed = service.record(work(), _typed(form, newest(session())), form.base())
        commit()
    except Conflict as broken:
        session().rollback()
        form.blame(broken)
        return _page(form), 409
    except RuleBroken as broken:
        form.blame(broken)
        return _page(form), 422
    say_saved(refreshed=refreshed)
    return redirect(url_for("settings.policy"), 303)


def _page(form: PolicyForm) -> str:
    return render_template("settings/policy.html", form=form, changes=policy_changes(session()))


def _typed(form: PolicyForm, row: PolicyRow) -> service.NewPolicy:
    return service.NewPolicy(
        notice_days=form.notice_days.data,
        term_months={tier: form[f"term_months_{tier}"].data for tier in service.TIERS},
        request_due_days=form.request_due_days.data,
        breach_notice_hours=form.breach_notice_hours.data,
        disposal_days=form.disposal_days.data,
        digest_hour=form.digest_hour.data,
        reminder_steps=service.in_force(row).reminder_steps,
        heartbeat_to=form.heartbeat_to.data,
    )
