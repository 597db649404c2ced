"""A vendor's own dates in its contact's calendar: one feed per vendor that the contact acts for."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain.feed_words import FeedKind
from tracker.models.calendar_feed import CalendarFeed
from tracker.queries import calendar_feeds as queries
from tracker.services import calendar_feeds
from tracker.services.calendar_feeds import NewFeed
from tracker.services.rules import NotAllowed
from tracker.web.calendar_feeds.blueprint import bp
from tracker.web.calendar_feeds.listed import listed_for_contact, name_for_contact
from tracker.web.context import commit, session, the_contact, work_as_contact
from tracker.web.permissions import for_contacts


@bp.get("/portal/calendar")
@for_contacts
def for_vendor() -> ResponseReturnValue:
    contact = the_contact()
    feeds = {feed.subject_id: feed for feed in listed_for_contact(queries.of_contact(session(), contact.id))}
    vendors = [(number, name, feeds.get(number)) for number, name in queries.vendors_of(session(), contact.id)]
    return render_template("calendar_feeds/vendor.html", vendors=vendors, contact_in=contact)


@bp.post("/portal/calendar/<int:vendor_id>")
@for_contacts
def make_for_vendor(vendor_id: int) -> ResponseReturnValue:
    try:
        calendar_feeds.create(work_as_contact(), NewFeed(FeedKind.VENDOR, vendor_id))
    except NotAllowed:
        abort(404)
    commit()
    flash(_("The feed is made. Copy its address into your calendar program."), "success")
    return redirect(url_for("calendar_feeds.for_vendor"), 303)


@bp.get("/portal/calendar/<int:feed_id>/withdraw")
@for_contacts
def ask_withdraw_for_vendor(feed_id: int) -> ResponseReturnValue:
    name, back = name_for_contact(_own(feed_id)), url_for("calendar_feeds.for_vendor")
    return render_template("calendar_feeds/withdraw_vendor.html", name=name, back=back, contact_in=the_contact())


@bp.post("/portal/calendar/<int:feed_id>/withdraw")
@for_contacts
def withdraw_for_vendor(feed_id: int) -> ResponseReturnValue:
    calendar_feeds.withdraw(work_as_contact(), _own(feed_id))
    commit()
    flash(_("The address is withdrawn. Whoever has it reads nothing any more."), "success")
    return redirect(url_for("calendar_feeds.for_vendor"), 303)


def _own(feed_id: int) -> CalendarFeed:
    feed = calendar_feeds.own(work_as_contact(), feed_id)
    if feed is None:
        abort(404)
    return feed
