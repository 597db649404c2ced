"""Calendar feeds: made and withdrawn by a person or a contact, read by calendar programs at a private address.

The address carries the feed's number and nonce, signed under the installation's key: it can neither be guessed nor
made from another one. It shows no more than its maker may see at the moment of reading.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.domain.feed_words import FeedKind
from tracker.models.calendar_feed import CalendarFeed
from tracker.queries import calendar_feeds, people
from tracker.queries.calendar_feed import FeedScope, due_days
from tracker.queries.calendar_feeds import FeedRow
from tracker.services import events, feed_events, signed_tokens
from tracker.services.rules import NotAllowed, RuleBroken
from tracker.services.work import Work

SALT = "calendar-feed"
MOST = 50
CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class NewFeed:
    """What a new feed is about."""

    kind: FeedKind
    subject_id: int


def create(work: Work, new: NewFeed) -> CalendarFeed:
    """Make a feed for whoever acts, and flush; the one that the actor has of the same subject is returned as it is.

    Raises NotAllowed when the actor may not see the subject, and RuleBroken with more than 50 feeds.
    """
    if _scope(work, new) is None:
        raise NotAllowed("", "That is not yours to follow.")
    mine = _own(work)
    known = select(CalendarFeed).where(
        *mine, CalendarFeed.kind == new.kind.value, CalendarFeed.subject_id == new.subject_id
    )
    found = work.session.scalars(known).first()
    if found is not None:
        return found
    if (work.session.scalar(select(func.count()).select_from(CalendarFeed).where(*mine)) or 0) >= MOST:
        raise RuleBroken("", f"You have {MOST} calendar feeds. Withdraw one that you do not need.")
    return _added(work, new)


def withdraw(work: Work, feed: CalendarFeed) -> None:
    """Make the feed's address worthless for good; does nothing when it is already."""
    if feed.withdrawn_at is not None:
        return
    feed.withdrawn_at = work.now
    work.session.flush()
    sentence = f"withdrew the calendar feed “{feed.name}”"
    events.record(work, "feed:withdrawn", sentence, *_subjects(FeedKind(feed.kind), feed.subject_id))


def own(work: Work, feed_id: int) -> CalendarFeed | None:
    """Return a feed that whoever acts made and did not withdraw; None for another's as for a missing one."""
    return work.session.scalars(select(CalendarFeed).where(*_own(work), CalendarFeed.id == feed_id)).first()


def address(settings: Settings, feed: FeedRow | CalendarFeed) -> str:
    """Return the absolute private address of a feed, under the configured base address."""
    return f"{settings.base_url}/calendar/{signed_tokens.written(settings, SALT, feed.id, feed.nonce)}.ics"


def read(settings: Settings, session: Session, token: str) -> CalendarFeed | None:
    """Return the feed that a token opens; None when it is forged, withdrawn or unreadable."""
    told = signed_tokens.read(settings, SALT, token)
    feed = session.get(CalendarFeed, told[0]) if told else None
    if feed is None or told is None or not signed_tokens.same(feed.nonce, told[1]):
        return None
    return feed if feed.withdrawn_at is None else None


def as_ics(work: Work, feed: CalendarFeed, scope: FeedScope) -> bytes:
    """Return the feed as a calendar, with the days around the city's present day."""
    found = due_days(work.session, scope, work.today)
    return feed_events.calendar(work.settings, feed.name, scope, found)


def _scope(work: Work, new: NewFeed) -> FeedScope | None:
    actor_id = work.actor.id
    if actor_id is None:
        return None
    if work.actor.kind == CONTACT:
        return calendar_feeds.scope_for_contact(work.session, actor_id, new.kind, new.subject_id)
    viewer = people.viewer(work.session, actor_id)
    return calendar_feeds.scope_for_staff(work.session, viewer, new.kind, new.subject_id) if viewer else None


def _own(work: Work) -> tuple[ColumnElement[bool], ...]:
    maker = CalendarFeed.contact_id if work.actor.kind == CONTACT else CalendarFeed.person_id
    return (maker == work.actor.id, CalendarFeed.withdrawn_at.is_(None))


def _added(work: Work, new: NewFeed) -> CalendarFeed:
    name = calendar_feeds.subject_name(work.session, new.kind, new.subject_id)
    feed = CalendarFeed(
        kind=new.kind.value,
        subject_id=new.subject_id,
        nonce=signed_tokens.new_nonce(),
        name=f"Privacy due days: {name}"[:200],
        person_id=None if work.actor.kind == CONTACT else work.actor.id,
        contact_id=work.actor.id if work.actor.kind == CONTACT else None,
        created_at=work.now,
    )
    work.session.add(feed)
    work.session.flush()
    events.record(work, "feed:made", f"made the calendar feed “{feed.name}”", *_subjects(new.kind, new.subject_id))
    return feed


def _subjects(kind: FeedKind, subject_id: int) -> tuple[events.Subject, ...]:
    name = "person" if kind is FeedKind.OWNER else kind.value
    return ((name, subject_id),)
