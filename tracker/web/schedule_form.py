"""The matrix of a data schedule as typed: every element of the catalogue with its lines; shared by two rooms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tracker.domain.catalogue_words import Direction, Form
from tracker.domain.record_words import DeclarationKind
from tracker.queries.data_schedule import DeclarationRow, ElementRow, LineRow
from tracker.services.data_schedule import NewLine
from tracker.web.forms import clean, clean_lines

KEY = re.compile(r"([1-9][0-9]{0,8})-([0-9])-on")
MOST_LINES = 10
LONGEST = 4000
TEXTS = ("purpose", "retention", "country", "from_on", "through_on", "other_text", "direction", "form")
DEFAULTS = ("purpose", "retention", "country", "direction", "form")

Typed = MultiDict[str, str]
Word = TypeVar("Word", Direction, Form)


@dataclass(slots=True)
class TypedLine:
    """One line as typed; `said` holds the raw texts by part, `problems` a sentence by part."""

    element: ElementRow
    place: int
    chosen: bool = False
    said: dict[str, str] = field(default_factory=dict)
    subjects: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the names of its fields begin with."""
        return f"{self.element.id}-{self.place}"

    def new(self, defaults: "Defaults") -> NewLine:
        """The line as the services take it; what it leaves empty comes from the defaults."""
        said = {part: self.said.get(part) or defaults.said.get(part, "") for part in (*TEXTS, *DEFAULTS)}
        return NewLine(
            element_id=self.element.id,
            purpose=said["purpose"],
            subjects=tuple(self.subjects or defaults.subjects),
            direction=_word(Direction, said["direction"]) or Direction.CITY_GIVES,
            form=_word(Form, said["form"]) or Form.IDENTIFIABLE,
            retention=said["retention"],
            country=(said["country"] or "US").upper(),
            from_on=self.day("from_on"),
            through_on=self.day("through_on"),
            other_text=said["other_text"],
        )

    def day(self, part: str) -> date | None:
        """A day as typed; something that is no day becomes a problem."""
        text = self.said.get(part, "")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problems[part] = _("Give a day of the calendar.")
            return None


@dataclass(slots=True)
class Defaults:
    """What lines that leave something empty take instead."""

    said: dict[str, str] = field(default_factory=dict)
    subjects: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """A group of the catalogue with its lines."""

    name: str
    lines: list[TypedLine]

    @property
    def chosen(self) -> int:
        """How many elements are chosen."""
        return len({line.element.id for line in self.lines if line.chosen})

    @property
    def total(self) -> int:
        """How many elements there are."""
        return len({line.element.id for line in self.lines})


@dataclass(slots=True)
class ScheduleForm:
    """The whole form; `problems` holds sentences by the id of their field."""

    lines: list[TypedLine]
    kind: str = "schedule"
    reason: str = ""
    since: str = ""
    uses_ai: bool = False
    usage_protocol: str = ""
    fingerprint: str = ""
    defaults: Defaults = field(default_factory=Defaults)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def chosen(self) -> list[TypedLine]:
        """The lines that are ticked."""
        return [line for line in self.lines if line.chosen]

    @property
    def groups(self) -> list[Group]:
        """The lines by group, in the catalogue's order."""
        found: dict[str, list[TypedLine]] = {}
        for line in self.lines:
            found.setdefault(line.element.group, []).append(line)
        return [Group(name, lines) for name, lines in found.items()]

    @property
    def purposes(self) -> list[str]:
        """Purposes typed so far, offered while typing others."""
        said = {line.said.get("purpose", "") for line in self.chosen} | {self.defaults.said.get("purpose", "")}
        return sorted(said - {""})

    def summary(self) -> list[tuple[str, str]]:
        """Every problem as the id of its field and a sentence that names the element."""
        named = [
            (f"{line.key}-{part}", f"{line.element.name}: {sentence}")
            for line in self.lines
            for part, sentence in line.problems.items()
        ]
        return [*self.problems.items(), *named]

    def since_day(self) -> date | None:
        """The day since which the declaration holds."""
        try:
            return date.fromisoformat(self.since) if self.since else None
        except ValueError:
            self.problems["since"] = _("Give a day of the calendar.")
            return None

    def new_lines(self) -> tuple[NewLine, ...]:
        """The ticked lines as the services take them."""
        return tuple(line.new(self.defaults) for line in self.chosen)


def stored(elements: Sequence[ElementRow], rows: Sequence[LineRow], declared: DeclarationRow | None) -> ScheduleForm:
    """The form filled with a schedule as it stands."""
    by_element: dict[int, list[LineRow]] = {}
    for row in rows:
        by_element.setdefault(row.element_id, []).append(row)
    lines = [line for element in elements for line in _of_element(element, by_element.get(element.id, []))]
    form = ScheduleForm(lines)
    if declared is not None:
        form.kind = "none" if declared.kind is DeclarationKind.NO_PERSONAL_DATA else "schedule"
        form.reason, form.since = declared.reason, declared.from_on.isoformat() if declared.from_on else ""
        form.uses_ai, form.usage_protocol = declared.uses_ai, declared.usage_protocol
    return form


def typed(elements: Sequence[ElementRow], given: Typed) -> ScheduleForm:
    """The form as a person typed it; a button named `more` adds a line for one element."""
    places: dict[int, set[int]] = {}
    for name in given:
        # A part of a malformed body may have no name at all.
        if match := KEY.fullmatch(name or ""):
            places.setdefault(int(match[1]), set()).add(int(match[2]))
    lines = [
        _typed_line(element, place, given)
        for element in elements
        for place in _places(element, places.get(element.id, set()), given.get("more"))
    ]
    return ScheduleForm(
        lines=[line for line in lines if line.chosen or not line.element.retired],
        kind="none" if given.get("kind") == "none" else "schedule",
        reason=clean_lines(given.get("reason"))[:LONGEST],
        since=clean(given.get("since")),
        uses_ai=given.get("uses_ai") == "1",
        usage_protocol=clean(given.get("usage_protocol"))[:300],
        fingerprint=given.get("fingerprint", ""),
        defaults=Defaults(
            {part: clean(given.get(f"default-{part}"))[:LONGEST] for part in DEFAULTS},
            given.getlist("default-subjects"),
        ),
    )


def _of_element(element: ElementRow, rows: list[LineRow]) -> list[TypedLine]:
    if not rows:
        return [] if element.retired else [TypedLine(element, 0)]
    return [
        TypedLine(element, place, chosen=True, said=_said(row), subjects=list(row.subject_codes))
        for place, row in enumerate(rows)
    ]


def _said(row: LineRow) -> dict[str, str]:
    return {
        "purpose": row.purpose,
        "retention": row.retention,
        "country": row.country,
        "direction": str(row.direction),
        "form": str(row.form),
        "from_on": row.from_on.isoformat() if row.from_on else "",
        "through_on": row.through_on.isoformat() if row.through_on else "",
        "other_text": row.name if row.is_other else "",
    }


def _typed_line(element: ElementRow, place: int, given: Typed) -> TypedLine:
    key = f"{element.id}-{place}"
    said = {part: clean(given.get(f"{key}-{part}"))[:LONGEST] for part in TEXTS}
    chosen = given.get(f"{key}-on") == "1" or (place > 0 and given.get("more") == str(element.id))
    return TypedLine(element, place, chosen, said, given.getlist(f"{key}-subjects"))


def _places(element: ElementRow, known: set[int], more: str | None) -> list[int]:
    places = sorted(known | {0})
    if more == str(element.id) and len(places) < MOST_LINES:
        places.append(next(number for number in range(1, MOST_LINES) if number not in known))
    return sorted(places)


def _word(kind: type[Word], text: str) -> Word | None:
    return next((word for word in kind if word == text), None)
