"""Days in, iCalendar out: all-day events for calendar programs (RFC 5545)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event, vDuration, vText

from tracker.domain.days import day_after

REFRESH: Final = timedelta(hours=6)
MADE_BY: Final = "-//Vendor Privacy Tracker//Calendar feeds//EN"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One all-day event. `uid` stays for ever; `sequence` grows whenever something that it tells may have changed."""

    uid: str
    on_day: date
    summary: str
    description: str
    url: str
    sequence: int
    changed_at: datetime


def ics(name: str, description: str, events: Iterable[CalendarEvent]) -> bytes:
    """Return a calendar in UTF-8; the same events give the same bytes, whenever they are asked for.

    Texts become one line each and are escaped, so that none can add a property, an event or an alarm.
    """
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for key, text in (("name", name), ("x-wr-calname", name), ("description", description)):
        calendar.add(key, _text(text))
    calendar.add("x-wr-caldesc", _text(description))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for event in events:
        calendar.add_component(_event(event))
    return bytes(calendar.to_ical())


def _event(told: CalendarEvent) -> Event:
    event = Event()
    event.add("uid", _text(told.uid))
    # Of a published calendar DTSTAMP may be the moment of the change: the bytes then change only with the facts.
    event.add("dtstamp", told.changed_at.replace(microsecond=0))
    event.add("last-modified", told.changed_at.replace(microsecond=0))
    event.add("sequence", told.sequence)
    event.add("dtstart", told.on_day)
    event.add("dtend", day_after(told.on_day))
    event.add("summary", _text(told.summary))
    event.add("description", _text(told.description))
    event.add("url", told.url)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _text(text: str) -> vText:
    one_line = " ".join(text.split())
    # "Cf" turns the direction of writing around, "Cs" cannot be written in UTF-8.
    return vText("".join(sign for sign in one_line if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}))
