"""What a request knows: settings, clock, who looks, and the unit of work."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.routing import IntegerConverter, Map

from tracker.clock import Clock
from tracker.config import Settings
from tracker.database import db
from tracker.queries.scope import Viewer
from tracker.services.rules import Conflict
from tracker.services.work import TRACKER, Actor, Work

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class ContactVisitor:
    """A contact of one or more vendors with an open session on the vendors' pages."""

    id: int
    name: str
    email: str


def settings() -> Settings:
    """The installation's settings."""
    return cast("Settings", current_app.extensions["tracker.settings"])


def clock() -> Clock:
    """The installation's clock."""
    return cast("Clock", current_app.extensions["tracker.clock"])


def session() -> Session:
    """The database session of this request."""
    return db.session()


def viewer() -> Viewer | None:
    """The signed-in person of staff, set by the account room before each request."""
    return cast("Viewer | None", g.get("viewer")) if has_request_context() else None


def the_viewer() -> Viewer:
    """The signed-in person of staff on a guarded route."""
    person = viewer()
    if person is None:
        message = "a guarded route was reached without a signed-in person"
        raise RuntimeError(message)
    return person


def current_contact() -> ContactVisitor | None:
    """The contact whose session on the vendors' pages is open, set by the portal room before each request."""
    return cast("ContactVisitor | None", g.get("contact")) if has_request_context() else None


def the_contact() -> ContactVisitor:
    """The contact on a guarded route of the vendors' pages."""
    contact = current_contact()
    if contact is None:
        message = "a guarded route was reached without a contact"
        raise RuntimeError(message)
    return contact


def work() -> Work:
    """The unit of work of this request, acted by whoever is signed in."""
    return Work(session=session(), actor=_actor(), clock=clock(), settings=settings())


def work_as_contact() -> Work:
    """The unit of work of this request, acted by the contact on the vendors' pages."""
    contact = the_contact()
    actor = Actor("contact", contact.id, contact.name)
    return Work(session=session(), actor=actor, clock=clock(), settings=settings())


def commit() -> None:
    """Commit the one deed of this request; an overtaken change becomes a Conflict."""
    try:
        session().commit()
    except StaleDataError as error:
        session().rollback()
        sentence = "Somebody else changed this while you were working on it. Nothing of yours was saved yet."
        raise Conflict("", sentence) from error


def _actor() -> Actor:
    person = viewer()
    return Actor("person", person.id, person.name) if person else TRACKER


class Id(IntegerConverter):
    """A number in an address that fits a column; a larger one is a page that does not exist."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**31 - 1)


def register(app: Flask) -> None:
    """Let reading requests read without a writer's lock (SQLite), and refuse numbers that no column holds."""
    app.url_map.converters["int"] = Id
    app.before_request(_read_only_for_safe_methods)


def _read_only_for_safe_methods() -> None:
    # The health room asks by itself, so that it can answer when the database does not.
    if request.method in SAFE_METHODS and request.endpoint != "static" and request.blueprint != "health":
        session().connection(execution_options={"reads_only": True})
