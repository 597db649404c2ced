"""Data elements and kinds of people by their code or name, as lists write them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.catalogue import DataElement, DataSubject


@dataclass(frozen=True, slots=True)
class Element:
    """A kind of personal data; `retired` ones may stand in schedules but not be added."""

    id: int
    code: str
    name: str
    is_other: bool
    retired: bool


class CatalogueNames:
    """The catalogue, read once."""

    def __init__(self, session: Session) -> None:
        columns = (DataElement.id, DataElement.code, DataElement.name, DataElement.is_other, DataElement.retired_at)
        self.elements: dict[int, Element] = {}
        self._by_name: dict[str, Element] = {}
        for row in session.execute(select(*columns).order_by(DataElement.position)):
            element = Element(row.id, row.code, row.name, row.is_other, row.retired_at is not None)
            self.elements[row.id] = element
            self._by_name.setdefault(_key(row.name), element)
        for element in self.elements.values():
            self._by_name[_key(element.code)] = element
        self._subjects: dict[str, str] = {}
        self.subject_names: dict[str, str] = {}
        for code, name in session.execute(select(DataSubject.code, DataSubject.name)):
            self._subjects[_key(name)] = self._subjects[_key(code)] = code
            self.subject_names[code] = name

    def element(self, said: str) -> Element | None:
        """Return an element by its code or name, without case, spaces and signs."""
        return self._by_name.get(_key(said))

    def subject(self, said: str) -> str | None:
        """Return the code of a kind of people by its code or name, a plural in s too."""
        key = _key(said)
        return self._subjects.get(key) or self._subjects.get(key.removesuffix("s"))


def _key(said: str) -> str:
    return "".join(letter for letter in said.casefold() if letter.isalnum())
