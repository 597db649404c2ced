"""Holidays: days on which no letter goes out."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from tracker.queries.policies import holiday_years, holidays_of
from tracker.services import holidays as service
from tracker.services.rules import RuleBroken
from tracker.web.context import clock, commit, session, work
from tracker.web.permissions import permitted
from tracker.web.settings.blueprint import bp
from tracker.web.settings.forms import HolidayForm
from tracker.web.settings.moved_letters import moved_words


@bp.get("/holidays")
@permitted("policy:edit")
def holidays() -> ResponseReturnValue:
    return _page(HolidayForm(formdata=None), request.args.get("year", type=int) or clock().today().year)


@bp.post("/holidays")
@permitted("policy:edit")
def add_holiday() -> ResponseReturnValue:
    form = HolidayForm()
    if not form.validate():
        return _page(form, (form.on_day.data or clock().today()).year), 422
    day = form.on_day.data
    moved = moved_words(work(), day, added=True)
    if request.form.get("do") == "look":
        return _page(form, day.year, moved)
    try:
        service.add(work(), day, form.name.data)
    except RuleBroken as broken:
        form.blame(broken)
        return _page(form, day.year), 422
    commit()
    flash(f"{_('%(name)s is added.', name=form.name.data)} {moved}", "success")
    return redirect(url_for("settings.holidays", year=day.year), 303)


@bp.post("/holidays/<day>/remove")
@permitted("policy:edit")
def remove_holiday(day: str) -> ResponseReturnValue:
    try:
        on_day = date.fromisoformat(day)
    except ValueError as error:
        raise NotFound from error
    moved = moved_words(work(), on_day, added=False)
    service.remove(work(), on_day)
    commit()
    flash(f"{_('That is a working day again.')} {moved}", "success")
    return redirect(url_for("settings.holidays", year=on_day.year), 303)


def _page(form: HolidayForm, year: int, moved: str = "") -> str:
    return render_template(
        "settings/holidays.html",
        form=form,
        year=year,
        moved=moved,
        years=sorted({*holiday_years(session()), year}),
        holidays=holidays_of(session(), year),
    )
