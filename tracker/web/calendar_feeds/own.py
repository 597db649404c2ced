"""One's own calendar feeds: made for a department, an owner or a vendor, listed with their address, withdrawn."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.feed_words import FeedKind
from tracker.models.calendar_feed import CalendarFeed
from tracker.queries import calendar_feeds as queries
from tracker.queries.vendor_choice import VendorChoice, matching
from tracker.services import calendar_feeds
from tracker.services.calendar_feeds import NewFeed
from tracker.services.rules import NotAllowed, RuleBroken
from tracker.web.calendar_feeds.blueprint import bp
from tracker.web.calendar_feeds.listed import listed_for_staff, name_for_staff
from tracker.web.context import commit, session, the_viewer, work
from tracker.web.forms import clean
from tracker.web.permissions import permitted

LONGEST_SEARCH = 100
LONGEST_NUMBER = 9


@bp.get("/account/calendars")
@permitted("feed:own")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/account/calendars")
@permitted("feed:own")
def make() -> ResponseReturnValue:
    try:
        new = _asked()
    except ValueError:
        return _page(RuleBroken("", _("Choose what the feed is about."))), 422
    try:
        calendar_feeds.create(work(), new)
        commit()
    except NotAllowed:
        # What is another's and what does not exist look the same.
        abort(404)
    except RuleBroken as broken:
        session().rollback()
        return _page(broken), 422
    flash(_("The feed is made. Copy its address into your calendar program."), "success")
    return redirect(url_for("calendar_feeds.show", _anchor="feeds"), 303)


@bp.get("/account/calendars/<int:feed_id>/withdraw")
@permitted("feed:own")
def ask_withdraw(feed_id: int) -> ResponseReturnValue:
    name, back = name_for_staff(_own(feed_id)), url_for("calendar_feeds.show")
    return render_template("calendar_feeds/withdraw.html", name=name, back=back)


@bp.post("/account/calendars/<int:feed_id>/withdraw")
@permitted("feed:own")
def withdraw(feed_id: int) -> ResponseReturnValue:
    calendar_feeds.withdraw(work(), _own(feed_id))
    commit()
    flash(_("The address is withdrawn. Whoever has it reads nothing any more."), "success")
    return redirect(url_for("calendar_feeds.show"), 303)


def _asked() -> NewFeed:
    kind = FeedKind(request.form.get("kind", ""))
    typed = clean(request.form.get(kind.value))
    if not typed.isascii() or not typed.isdigit() or len(typed) > LONGEST_NUMBER:
        raise ValueError
    return NewFeed(kind, int(typed))


def _own(feed_id: int) -> CalendarFeed:
    feed = calendar_feeds.own(work(), feed_id)
    if feed is None:
        abort(404)
    return feed


def _page(broken: RuleBroken | None = None) -> str:
    viewer, text = the_viewer(), clean(request.args.get("q"))[:LONGEST_SEARCH]
    return render_template(
        "calendar_feeds/show.html",
        feeds=listed_for_staff(queries.of_person(session(), viewer.id)),
        departments=queries.departments_for(session(), viewer),
        owners=queries.owners_for(session(), viewer),
        vendors=_vendors(text),
        text=text,
        broken=broken,
    )


def _vendors(text: str) -> list[VendorChoice]:
    return matching(session(), the_viewer(), text) if text else []
