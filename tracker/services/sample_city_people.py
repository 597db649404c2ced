"""The staff of the sample city and its departments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from tracker.domain.roles import Role
from tracker.models.department import Department
from tracker.models.person import Person
from tracker.services import credentials, departments, people
from tracker.services.departments import NewDepartment
from tracker.services.people import NewPerson
from tracker.services.seed_files import seed
from tracker.services.work import Actor, Work

DOMAIN: Final = "city.example"


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody to sign in as; everybody has the same password."""

    name: str
    email: str
    roles: tuple[str, ...]
    departments: tuple[str, ...]


def sample_people() -> list[SamplePerson]:
    """Return the people of the sample city, as the command and the start page list them."""
    return [
        SamplePerson(item["name"], address(item["key"]), tuple(item["roles"]), tuple(item.get("departments", ())))
        for item in seed("sample_city")["person"]
    ]


def sample_password() -> str:
    """Return the password that all sample people have."""
    return str(seed("sample_city")["password"])


def address(key: str) -> str:
    """Return the e-mail address of a sample person by its key."""
    return f"{key}@{DOMAIN}"


def is_settled(work: Work) -> bool:
    """Tell whether the sample city is there already."""
    first = address(seed("sample_city")["person"][0]["key"])
    return work.session.scalars(select(Person.id).where(Person.email == first)).first() is not None


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works in the sample city: actors by key, and departments by name."""

    actors: dict[str, Actor]
    departments: dict[str, int]

    def officer(self, turn: int) -> Actor:
        """Return one of the two privacy officers."""
        return self.actors["oscar" if turn % 2 else "olga"]


def settle_people(work: Work) -> Staff:
    """Add departments and people, who can sign in with the sample password."""
    told = seed("sample_city")
    places = {name: departments.add(work, NewDepartment(name)) for name in told["departments"]}
    # One hash for all: it is one password, and hashing is slow on purpose.
    kept = credentials.hashed(told["password"])
    actors = {item["key"]: _person(work, item, places, kept) for item in told["person"]}
    return Staff(actors, {name: place.id for name, place in places.items()})


def _person(work: Work, item: dict[str, Any], places: dict[str, Department], kept: str) -> Actor:
    scope = frozenset(places[name].id for name in item.get("departments", ()))
    new = NewPerson(address(item["key"]), item["name"], frozenset(Role(role) for role in item["roles"]), scope)
    person = people.add(work, new)
    person.password = kept
    work.session.flush()
    for name in item.get("manages", ()):
        departments.edit(work, places[name], NewDepartment(name, person.id))
    return Actor("person", person.id, person.name)
