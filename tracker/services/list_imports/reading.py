"""The file of an import, opened again from the store and read as its mapping says; and for whom it is planned."""

from __future__ import annotations

from sqlalchemy import func, select

from tracker.documents.store import store_of
from tracker.domain.import_words import ImportKind
from tracker.imports.listing import Listing, read
from tracker.imports.mapping import Mapping
from tracker.imports.opened import open_file
from tracker.imports.table import ListUnreadable, Opened
from tracker.models.list_import import ListImport
from tracker.models.person import Person, PersonDepartment
from tracker.services.list_imports.row_plan import Options
from tracker.services.rules import RuleBroken
from tracker.services.work import Actor, Work


def opened(work: Work, digest: str) -> Opened:
    """Open a kept file; raises ListUnreadable when it cannot be read, or is not kept any more."""
    try:
        with store_of(work.settings).on_disk(digest) as path:
            return open_file(path)
    except FileNotFoundError as error:
        raise ListUnreadable("The file of this import is not kept any more. Bring it in again.") from error


def listing(book: Opened, mapping: Mapping, kind: ImportKind) -> Listing:
    """Return the records of the sheet that the mapping names; raises ListUnreadable."""
    return read(book.sheet(mapping.sheet), mapping, kind)


def options_of(work: Work, run: ListImport) -> Options:
    """Return how the rows of an import are meant, and which departments the person who brought it in is limited to."""
    limits = select(PersonDepartment.department_id).where(PersonDepartment.person_id == run.person_id)
    return Options(
        blank_erases=bool(run.mapping.get("blank_erases", False)),
        undecided_are_new=run.undecided_are_new,
        person_id=run.person_id,
        departments=frozenset(work.session.scalars(limits)) if run.person_id else frozenset(),
        base=run.base,
        choices=dict(run.mapping.get("choices", {})),
    )


def acting_as(work: Work, email: str) -> Work:
    """Return the unit of work as acted by a person of staff, who answers for the list; without an address unchanged.

    Raises RuleBroken when no person who can sign in has that address.
    """
    if not email:
        return work
    found = select(Person).where(func.lower(Person.email) == email.strip().lower(), Person.active)
    person = work.session.scalars(found).first()
    if person is None:
        raise RuleBroken("by", f"Nobody on staff who can sign in has the address {email}.")
    return Work(work.session, Actor("person", person.id, person.name), work.clock, work.settings)


def acting(work: Work, run: ListImport) -> Work:
    """Return the unit of work as acted by the person who brought the list in."""
    person = work.session.get(Person, run.person_id) if run.person_id else None
    if person is None or work.actor.kind != "tracker":
        return work
    return Work(work.session, Actor("person", person.id, person.name), work.clock, work.settings)
