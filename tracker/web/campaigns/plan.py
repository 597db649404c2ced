"""The plan of a campaign: how it would go, looked at before it is started."""

from collections import Counter

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.working_days import working_day_from
from tracker.models.requirement import RequirementVersion
from tracker.queries import campaigns as questions
from tracker.queries import obligations
from tracker.queries.campaign_plan import turns
from tracker.queries.policy import newest
from tracker.queries.requirement_drafts import head
from tracker.services import campaigns
from tracker.services.rules import Conflict, RuleBroken
from tracker.web.campaigns.blueprint import bp
from tracker.web.campaigns.forms import CampaignForm
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.permissions import permitted

USUAL_WAVE = 50
SHOWN = 200


@bp.route("/new/<int:number>", methods=["GET", "POST"])
@permitted("requirement:edit")
def new(number: int) -> ResponseReturnValue:
    if the_viewer().departments:
        abort(404)
    found = head(session(), number)
    if found is None or found.published_at is None:
        abort(404)
    form = CampaignForm()
    if not form.is_submitted():
        form = CampaignForm(formdata=None, data=_usual(number))
        return _page(number, form)
    if not form.validate():
        return _page(number, form), 422
    version = session().get_one(RequirementVersion, found.id)
    try:
        campaigns.check(work(), version, form.new())
        if request.form.get("then") != "start":
            return _page(number, form)
        campaign_id = campaigns.start(work(), version, form.new()).id
        commit()
    except RuleBroken as broken:
        session().rollback()
        form.blame(broken)
        return _page(number, form), 409 if isinstance(broken, Conflict) else 422
    flash(_("The campaign is started. Its letters leave on working days, at the hour of the daily letters."), "success")
    return redirect(url_for("campaigns.page", campaign_id=campaign_id), 303)


def _usual(number: int) -> dict[str, object]:
    return {
        "name": _("Version %(number)s", number=number),
        "message": _(
            "The privacy requirements of the city have changed. You are asked only for what is new or changed: "
            "your other answers are taken over, and you can look through them before you sign."
        ),
        "per_wave": USUAL_WAVE,
        "first_on": working_day_from(clock().today(), obligations.holidays(session())),
        "due_days": newest(session()).request_due_days,
    }


def _running(number: int) -> questions.CampaignRow | None:
    """The campaign for this version that was not stopped; there is one at most."""
    return next((row for row in questions.listing(session()) if row.version == number and not row.stopped_at), None)


def _page(number: int, form: CampaignForm) -> str:
    version = session().get_one(RequirementVersion, getattr(head(session(), number), "id", 0))
    rows, found = campaigns.outlook_of(work(), version).rows, []
    if form.per_wave.data and form.per_wave.data > 0 and form.first_on.data:
        holidays = obligations.holidays(session())
        found = turns(session(), rows, form.per_wave.data, form.first_on.data, holidays)
    letters = Counter(item.ask_on for item in found if item.person is not None)
    return render_template(
        "campaigns/new.html", number=number, form=form, contracts=len(rows), turns=found[:SHOWN], total=len(found),
        letters=sorted(letters.items()), alone=sum(item.person is None for item in found), running=_running(number),
    )  # fmt: skip
