"""The feed itself, at its private address: nobody signs in, the address is the proof."""

from hashlib import sha256

from flask import Response, abort, request

from tracker.domain.feed_words import FeedKind
from tracker.domain.permissions import allows
from tracker.models.calendar_feed import CalendarFeed
from tracker.queries import calendar_feeds as queries
from tracker.queries import people
from tracker.queries.calendar_feed import FeedScope
from tracker.services import calendar_feeds
from tracker.web.calendar_feeds.blueprint import bp
from tracker.web.context import session, settings, work
from tracker.web.permissions import public


@bp.get("/calendar/<token>.ics")
@public
def read(token: str) -> Response:
    feed = calendar_feeds.read(settings(), session(), token)
    scope = _scope(feed) if feed else None
    if feed is None or scope is None:
        abort(404)
    body = calendar_feeds.as_ics(work(), feed, scope)
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    # Nobody may keep it (headers.py says no-store), but who remembers the mark is not sent the same bytes again.
    response.set_etag(sha256(body).hexdigest())
    response.make_conditional(request)
    return response


def _scope(feed: CalendarFeed) -> FeedScope | None:
    """What the feed's maker may see now; None when that is nothing any more."""
    kind = FeedKind(feed.kind)
    if feed.contact_id is not None:
        return queries.scope_for_contact(session(), feed.contact_id, kind, feed.subject_id)
    maker = people.viewer(session(), feed.person_id) if feed.person_id is not None else None
    if maker is None or not allows(maker.roles, "feed:own"):
        return None
    return queries.scope_for_staff(session(), maker, kind, feed.subject_id)
