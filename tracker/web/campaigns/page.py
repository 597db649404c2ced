"""Campaigns, and how far one is."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.models.campaign import Campaign
from tracker.queries import audit
from tracker.queries import campaigns as questions
from tracker.queries.campaigns import CampaignRow, Progress, TurnRow
from tracker.services import campaigns
from tracker.services.exports.campaign_turns import listing_of
from tracker.services.exports.writing import write_listing
from tracker.services.rules import RuleBroken
from tracker.web import grid
from tracker.web.campaigns.blueprint import bp
from tracker.web.campaigns.forms import ReasonForm
from tracker.web.context import clock, commit, session, the_viewer, work
from tracker.web.file_answer import file_answer, form_asked
from tracker.web.permissions import permitted

ROWS_PER_PAGE = 100


@bp.get("/")
@permitted("requirement:read")
def index() -> ResponseReturnValue:
    whole = not the_viewer().departments
    return render_template("campaigns/index.html", rows=questions.listing(session()) if whole else [], whole=whole)


@bp.get("/<int:campaign_id>")
@permitted("requirement:read")
def page(campaign_id: int) -> ResponseReturnValue:
    return _page(_seen(campaign_id), ReasonForm(formdata=None))


@bp.get("/<int:campaign_id>/export")
@permitted("requirement:read")
def export(campaign_id: int) -> ResponseReturnValue:
    seen, form = _seen(campaign_id), form_asked()
    listing = listing_of(work(), seen.name, _chosen(questions.turns_of(session(), campaign_id)))
    name = f"campaign-{campaign_id}-{clock().today().isoformat()}.{form}"
    return file_answer(name, form, lambda file: write_listing(work(), listing, form, file))


@bp.post("/<int:campaign_id>/pause")
@permitted("requirement:edit")
def pause(campaign_id: int) -> ResponseReturnValue:
    return _with_reason(campaign_id, campaigns.pause)


@bp.post("/<int:campaign_id>/stop")
@permitted("requirement:edit")
def stop(campaign_id: int) -> ResponseReturnValue:
    return _with_reason(campaign_id, campaigns.stop)


@bp.post("/<int:campaign_id>/resume")
@permitted("requirement:edit")
def resume(campaign_id: int) -> ResponseReturnValue:
    return _do(campaign_id, lambda row: campaigns.resume(work(), row))


@bp.post("/<int:campaign_id>/again")
@permitted("requirement:edit")
def again(campaign_id: int) -> ResponseReturnValue:
    return _do(campaign_id, lambda row: campaigns.try_again(work(), row))


def _with_reason(campaign_id: int, deed: Callable[..., None]) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate():
        return _page(_seen(campaign_id), form), 422
    return _do(campaign_id, lambda row: deed(work(), row, form.reason.data))


def _do(campaign_id: int, deed: Callable[[Campaign], object]) -> ResponseReturnValue:
    seen = _seen(campaign_id)
    try:
        deed(session().get_one(Campaign, campaign_id))
        commit()
    except RuleBroken as broken:
        session().rollback()
        form = ReasonForm(formdata=None)
        form.form_errors.append(broken.sentence)
        return _page(seen, form), 422
    flash(_("Done."), "success")
    return redirect(url_for("campaigns.page", campaign_id=campaign_id), 303)


def _seen(campaign_id: int) -> CampaignRow:
    rows = [] if the_viewer().departments else questions.listing(session(), campaign_id)
    if not rows:
        abort(404)
    return rows[0]


def _chosen(rows: list[TurnRow]) -> list[TurnRow]:
    wanted = set(grid.read_words(request.args, "show", Progress))
    return [row for row in rows if not wanted or row.progress in wanted]


def _page(row: CampaignRow, form: ReasonForm) -> str:
    every = questions.turns_of(session(), row.id)
    chosen, number = _chosen(every), grid.read_page(request.args)
    first = (number - 1) * ROWS_PER_PAGE
    return render_template(
        "campaigns/page.html",
        row=row, form=form, counts=questions.counted(every), total=len(every), chosen=len(chosen), first=first,
        rows=chosen[first : first + ROWS_PER_PAGE], number=number, more=first + ROWS_PER_PAGE < len(chosen),
        show=request.args.getlist("show"), events=audit.events_about(session(), "campaign", row.id),
    )  # fmt: skip
