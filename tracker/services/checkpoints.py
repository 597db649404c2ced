"""Checkpoints: the head of the chain, handed each day to places outside that nobody with the database can reach."""

import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import select

from tracker.config import Settings
from tracker.domain.checkpoint_line import Head
from tracker.mail import checkpoint as letter
from tracker.models.event_seal import Checkpoint
from tracker.queries import event_chain
from tracker.queries.policy import newest
from tracker.services import letters, webhook_posts
from tracker.services.webhook_posts import Post, PostRefused
from tracker.services.work import Work

KIND: Final = "checkpoint"
LOG = logging.getLogger("tracker.checkpoints")


class NotHandedOut(Exception):
    """A place did not take today's checkpoint; it is tried again at the next tick."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place outside: its name, as it is noted, and how it is handed a checkpoint."""

    name: str
    hand: Callable[[Work, Head], None]


def places(settings: Settings) -> tuple[Place, ...]:
    """Return the places that the settings name."""
    found = []
    if settings.checkpoint_file:
        found.append(Place(f"file {settings.checkpoint_file}", _append))
    if settings.checkpoint_mail:
        found.append(Place(f"mail to {settings.checkpoint_mail}", _write))
    if settings.checkpoint_webhook:
        found.append(Place(f"webhook at {urlsplit(settings.checkpoint_webhook).hostname}", _post))
    return tuple(found)


def hand_out(work: Work, commit: Callable[[], None]) -> str:
    """Hand today's checkpoint to each place that has none yet, and commit after each; return what was done.

    From the hour of the digests on, on every day of the week. Raises NotHandedOut, when all places were tried, if one
    did not take it. Nothing is held locked while a place is asked.
    """
    began = work.clock.hour_begins_at(work.today, newest(work.session).digest_hour)
    named = places(work.settings)
    if not named:
        return "no place outside is set"
    if work.now < began:
        return "waits for the hour of the digests"
    refused = [place.name for place in named if not _handed(work, place, began, commit)]
    if refused:
        raise NotHandedOut(", ".join(refused))
    return f"handed to {len(named)} places for {work.today.isoformat()}"


def _handed(work: Work, place: Place, since: datetime, commit: Callable[[], None]) -> bool:
    done = select(Checkpoint.id).where(Checkpoint.handed_to == place.name, Checkpoint.at >= since)
    if work.session.scalar(done.limit(1)) is not None:
        return True
    head = event_chain.head(work.session, work.now)
    commit()
    try:
        place.hand(work, head)
    except (OSError, PostRefused) as error:
        LOG.warning("the checkpoint could not be handed out (%s): %s", place.name.split()[0], error)
        return False
    work.session.add(Checkpoint(at=head.at, position=head.position, link=head.link, handed_to=place.name))
    commit()
    return True


def _append(work: Work, head: Head) -> None:
    with Path(work.settings.checkpoint_file).open("a", encoding="ascii") as file:
        file.write(head.line + "\n")
        file.flush()
        os.fsync(file.fileno())


def _write(work: Work, head: Head) -> None:
    composed = letter.checkpoint(letters.city(work), work.today, head)
    to = letters.Recipient(work.settings.checkpoint_mail, "")
    letters.write(work, composed, key=f"{KIND}:{work.today.isoformat()}", kind=KIND, to=to)


def _post(work: Work, head: Head) -> None:
    body = {
        "type": "audit.checkpoint",
        "timestamp": head.at.isoformat(),
        "data": {"position": head.position, "events": head.events, "link": head.link, "line": head.line},
    }
    post = Post(f"{KIND}-{work.today.isoformat()}-{head.link[:16]}", work.now, json.dumps(body))
    webhook_posts.send(work.settings.checkpoint_webhook, work.settings.checkpoint_webhook_secret, post)
