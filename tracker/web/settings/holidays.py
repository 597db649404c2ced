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


@bp.get("/holidays")
@permitted("policy:edit")
def holidays() -> ResponseReturnValue:
    return _page(HolidayForm(formdata=None), request.args.get("year", type=int) or clock().today().year)


@bp.post("/holidays")
@permitted("policy:edit")
def add_holiday() -> ResponseReturnValue:
    form = HolidayForm()
    if form.validate():
        try:
            service.add(work(), form.on_day.data, form.name.data)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            commit()
            flash(_("%(name)s is added.", name=form.name.data), "success")
            return redirect(url_for("settings.holidays", year=form.on_day.data.year), 303)
    return _page(form, (form.on_day.data or clock().today()).year), 422


@bp.post("/holidays/<day>/remove")
@permitted("policy:edit")
def remove_holiday(day: str) -> ResponseReturnValue:
    try:
        on_day = date.fromisoformat(day)
    except ValueError as error:
        raise NotFound from error
    service.remove(work(), on_day)
    commit()
    flash(_("That is a working day again."), "success")
    return redirect(url_for("settings.holidays", year=on_day.year), 303)


def _page(form: HolidayForm, year: int) -> str:
    return render_template(
        "settings/holidays.html",
        form=form,
        year=year,
        years=sorted({*holiday_years(session()), year}),
        holidays=holidays_of(session(), year),
    )
