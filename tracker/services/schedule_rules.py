"""What a line of a data schedule must say to be sensible."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.countries import COUNTRY_CODES
from tracker.models.catalogue import DataElement, DataSubject
from tracker.services.schedule_rows import NewLine

LONGEST_TEXT = 2000
LONGEST_NAME = 200


class Problem(NamedTuple):
    """What is wrong with one part of one line; `place` counts the lines from 0."""

    place: int
    part: str
    sentence: str

    @property
    def field(self) -> str:
        """The name of the field: "3-purpose"."""
        return f"{self.place}-{self.part}"


def problems(session: Session, lines: Sequence[NewLine]) -> list[Problem]:
    """Return everything that is wrong with these lines, in their order; an empty list means all is well."""
    elements = {row.id: row for row in session.scalars(select(DataElement))}
    subjects = set(session.scalars(select(DataSubject.code)))
    found = []
    for place, line in enumerate(lines):
        said = _of_line(line, elements.get(line.element_id), subjects)
        found += [Problem(place, part, sentence) for part, sentence in said]
        if line in lines[:place]:
            found.append(Problem(place, "purpose", "This line says the same as another one; take one of them out."))
    return found


def _of_line(line: NewLine, element: DataElement | None, subjects: set[str]) -> Iterator[tuple[str, str]]:
    if element is None:
        yield "element", "Choose an element of the catalogue."
        return
    if element.is_other and not line.other_text:
        yield "other_text", "Say which data this is."
    if not line.purpose:
        yield "purpose", "Say what it is needed for."
    if not line.subjects or not set(line.subjects) <= subjects:
        yield "subjects", "Choose at least one kind of person."
    yield from _lengths(line)
    if line.country not in COUNTRY_CODES:
        yield "country", "Write the country's two letters, for example US."
    if line.from_on and line.through_on and line.through_on < line.from_on:
        yield "through_on", "The last day must not be before the first."


def _lengths(line: NewLine) -> Iterator[tuple[str, str]]:
    if len(line.purpose) > LONGEST_TEXT:
        yield "purpose", f"Shorten this to {LONGEST_TEXT:,} characters."
    for part, text in (("retention", line.retention), ("other_text", line.other_text)):
        if len(text) > LONGEST_NAME:
            yield part, f"Shorten this to {LONGEST_NAME} characters."
