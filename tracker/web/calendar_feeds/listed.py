"""A feed as its maker's page lists it, with the address to copy and the one that opens a calendar program."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from tracker.domain.feed_words import FeedKind
from tracker.models.calendar_feed import CalendarFeed
from tracker.queries import calendar_feeds as queries
from tracker.queries.calendar_feeds import FeedRow
from tracker.services import calendar_feeds
from tracker.web.context import current_contact, session, settings, the_viewer


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """One feed; `subscribe` is the same address in the scheme that calendar programs answer to."""

    id: int
    kind: FeedKind
    subject_id: int
    name: str
    created_at: datetime
    address: str
    subscribe: str


def listed_for_staff(rows: Iterable[FeedRow]) -> list[ListedFeed]:
    """Return the viewer's feeds; one whose subject the viewer may not see any more does not name it."""
    return [_listed(row, name_for_staff(row)) for row in rows]


def listed_for_contact(rows: Iterable[FeedRow]) -> list[ListedFeed]:
    """Return the contact's feeds with their addresses."""
    return [_listed(row, name_for_contact(row)) for row in rows]


def name_for_staff(feed: FeedRow | CalendarFeed) -> str:
    """The name of a feed, unless what it is about is hidden from the viewer by now."""
    seen = queries.scope_for_staff(session(), the_viewer(), FeedKind(feed.kind), feed.subject_id)
    return feed.name if seen else _("A feed that you may not read any more")


def name_for_contact(feed: FeedRow | CalendarFeed) -> str:
    """The name of a feed, unless the contact does not act for its vendor any more."""
    contact = current_contact()
    seen = contact and queries.scope_for_contact(session(), contact.id, FeedKind(feed.kind), feed.subject_id)
    return feed.name if seen else _("A feed that you may not read any more")


def _listed(row: FeedRow, name: str) -> ListedFeed:
    address = calendar_feeds.address(settings(), row)
    subscribe = "webcal:" + address.partition(":")[2]
    return ListedFeed(row.id, row.kind, row.subject_id, name, row.created_at, address, subscribe)
