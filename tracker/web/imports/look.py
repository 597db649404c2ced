"""How a list is read, as the page of its columns shows it: headings, first values, what each column holds."""

from dataclasses import dataclass

from flask_babel import gettext as _

from tracker.domain.import_words import ImportKind
from tracker.imports.cells import CellUnreadable
from tracker.imports.fields import Field, FieldType
from tracker.imports.header import Header, header_at, letters
from tracker.imports.kinds import KINDS
from tracker.imports.mapping import DATE_ORDERS, Mapping
from tracker.imports.presets import preset
from tracker.imports.table import CellValue, Opened, SheetText
from tracker.imports.values import Value, reader, written
from tracker.web.display import day, money

ROWS_LOOKED_AT = 400
SAMPLES = 3
LONGEST_SAMPLE = 80
READ = frozenset({FieldType.DAY, FieldType.AMOUNT, FieldType.COUNT, FieldType.EMAILS, FieldType.WORD})
"""Types of which it helps to see how a value was read."""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column of the file; `readings` says beside each sample how it is read, empty where that says nothing."""

    index: int
    letter: str
    heading: str
    samples: list[str]
    readings: list[str]
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the page of columns shows of a list that is read in one way."""

    opened: Opened
    kind: ImportKind
    mapping: Mapping
    header: Header

    @classmethod
    def at(cls, opened: Opened, kind: ImportKind, mapping: Mapping) -> "Look":
        """Look at a list as a mapping reads it; raises ListUnreadable where there is no such sheet or row."""
        header = header_at(opened.sheet(mapping.sheet), mapping.header_row, mapping.header_rows)
        return cls(opened, kind, mapping, header)

    @property
    def sheet_text(self) -> SheetText:
        return self.opened.sheet(self.mapping.sheet)

    @property
    def sheets(self) -> list[tuple[str, str]]:
        """Each sheet with how many rows it has."""
        return [(each.name, _sheet_words(each)) for each in self.opened.sheets]

    @property
    def several(self) -> bool:
        """Whether a person has to choose among sheets."""
        return sum(1 for each in self.opened.sheets if each.rows and not each.hidden) > 1

    @property
    def notes(self) -> tuple[str, ...]:
        known = _("Recognized as the list “%(preset)s”.", preset=_title(self.mapping.preset))
        return (*([known] if self.mapping.preset else []), *self.opened.notes, *self.mapping.notes)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What a column can hold, the needed first marked."""
        needed = _("needed")
        each = [(one.key, f"{one.label} ({needed})" if one.required else one.label) for one in KINDS[self.kind].offered]
        return [("", _("— not kept")), *each]

    @property
    def columns(self) -> list[ColumnLook]:
        held = {index: key for key, index in self.mapping.columns.items()}
        return [self._column(index, heading, held.get(index, "")) for index, heading in enumerate(self.header.headings)]

    @property
    def date_example(self) -> str:
        """A day of the list and how it is read; empty when the list has none that could be read in two ways."""
        for one in KINDS[self.kind].fields:
            index = self.mapping.columns.get(one.key)
            if one.type is FieldType.DAY and index is not None:
                for cell in self._samples(index):
                    reading = self._reading(one, cell)
                    if isinstance(cell, str) and reading:
                        return str(_("%(sample)s is read as %(day)s", sample=written(cell), day=reading))
        return ""

    def _column(self, index: int, heading: str, key: str) -> ColumnLook:
        field = KINDS[self.kind].field(key) if key else None
        samples = self._samples(index)
        return ColumnLook(
            index=index,
            letter=letters(index),
            heading=heading,
            samples=[_short(written(cell)) for cell in samples],
            readings=[self._reading(field, cell) if field else "" for cell in samples],
            field=key,
            why=_why(self.mapping, key),
        )

    def _samples(self, index: int) -> list[CellValue]:
        """The first different values of a column."""
        start = self.mapping.header_row
        found: dict[CellValue, None] = {}
        for row in self.sheet_text.rows[start : start + ROWS_LOOKED_AT]:
            if index < len(row) and written(row[index]):
                found.setdefault(row[index])
            if len(found) == SAMPLES:
                break
        return list(found)

    def _reading(self, field: Field, cell: CellValue) -> str:
        if field.type not in READ:
            return ""
        try:
            reading = _shown(field, reader(field, self.mapping)(cell))
        except CellUnreadable:
            return str(_("cannot be read"))
        return "" if reading == written(cell) else reading


def date_orders() -> list[tuple[str, str]]:
    """The orders in which lists write days."""
    words = {"mdy": _("month, day, year"), "dmy": _("day, month, year"), "ymd": _("year, month, day")}
    return [(order, words[order]) for order in DATE_ORDERS]


def decimals() -> list[tuple[str, str]]:
    """The ways in which lists write amounts."""
    return [(".", "34,000.00"), (",", "34.000,00")]


def _shown(field: Field, value: Value) -> str:
    if value is None:
        return str(_("nothing"))
    if field.type is FieldType.DAY:
        return day(value)  # type: ignore[arg-type]  # a reader of days gives days
    if field.type is FieldType.AMOUNT:
        return money(value)  # type: ignore[arg-type]  # a reader of amounts gives amounts
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _why(mapping: Mapping, key: str) -> str:
    words = {
        "preset": _("known list"),
        "heading": _("by its heading"),
        "content": _("by its values"),
        "person": _("chosen by a person"),
    }
    return words.get(mapping.found_by.get(key, ""), "") if key else ""


def _title(name: str) -> str:
    return preset(name).title if name else ""


def _sheet_words(sheet: SheetText) -> str:
    rows = _("%(name)s (%(rows)s rows)", name=sheet.name, rows=f"{len(sheet.rows):,}")
    return str(_("%(sheet)s, hidden", sheet=rows) if sheet.hidden else rows)


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_SAMPLE else f"{value[:LONGEST_SAMPLE]}…"
