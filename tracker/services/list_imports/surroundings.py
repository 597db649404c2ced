"""What a list of contracts names besides vendors: departments and people of staff."""

from __future__ import annotations

from sqlalchemy import select

from tracker.models.department import Department
from tracker.models.person import Person
from tracker.services.list_imports.drafts import Drafts
from tracker.services.list_imports.row_plan import Effect
from tracker.services.work import Work


class Surroundings:
    """The departments and the people who are in the city now, and the departments that the list adds."""

    def __init__(self, work: Work, drafts: Drafts) -> None:
        self._drafts = drafts
        self.names: dict[int, str] = {}
        self.archived: set[int] = set()
        self._departments: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self.people: dict[int, str] = {}
        columns = select(Department.id, Department.name, Department.archived_at).order_by(Department.id)
        for row in work.session.execute(columns):
            self.names[row.id] = row.name
            self._departments.setdefault(_key(row.name), row.id)
            if row.archived_at is not None:
                self.archived.add(row.id)
        staff = select(Person.id, Person.name, Person.email, Person.active).order_by(Person.id)
        for person in work.session.execute(staff):
            self.people[person.id] = person.name
            if person.active:
                self._people[person.email.casefold()] = self._people[person.name.casefold()] = person.id

    def department(self, name: str) -> int | None:
        """Return the id of a department by its name, without case, spaces and signs; None when it is not known."""
        return self._departments.get(_key(name))

    def add_department(self, name: str) -> tuple[int, Effect]:
        """Return the id below 0 of a department that the list adds, and what makes it."""
        number = self._departments[_key(name)] = self._drafts.new("department")
        self.names[number] = name
        return number, Effect("department", number, None, {"name": name})

    def owner(self, name: str) -> int | None:
        """Return the id of the person with that name or e-mail address who can sign in, or None."""
        return self._people.get(name.casefold()) if name else None


def _key(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
