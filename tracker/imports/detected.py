"""What the columns of a list mean: by a preset, by their headings, then by what stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tracker.domain.import_words import ImportKind
from tracker.imports import looks
from tracker.imports.fields import Field, Kind, heading_key
from tracker.imports.header import Header, known_as
from tracker.imports.kinds import KINDS
from tracker.imports.mapping import Mapping
from tracker.imports.presets import Preset, of_kind, preset
from tracker.imports.styles import styles
from tracker.imports.table import CellValue, SheetText
from tracker.imports.values import written

ROWS_OF_SAMPLE: Final = 400
SAMPLES: Final = 3
LONGEST_SAMPLE: Final = 80
PRESET_SHARE: Final = 0.7
OWN_HEADINGS: Final = "generic"
OWN: Final = 1
"""The ranks of our own label and key among a field's headings; nothing in the column speaks against those."""


def detect(sheet: SheetText, header: Header, kind: ImportKind, preset_name: str = "") -> Mapping:
    """Say what the columns mean, how that was found, how days and amounts are written, and what is doubtful.

    A preset is used when it is named or when most of its headings are there. Raises ListUnreadable for an unknown one.
    """
    chosen = preset(preset_name) if preset_name else _preset(header, kind)
    found = _by_preset(header, chosen) if chosen else {}
    by = dict.fromkeys(found, "preset")
    columns = [_column(sheet, header, index) for index in range(len(header.headings))]
    for step, ways in (("heading", _by_heading), ("content", _by_content)):
        for key, index in ways(header, KINDS[kind], columns, found).items():
            found[key], by[key] = index, step
    _put_days_in_order(sheet, header, found, by)
    mapping = Mapping(
        sheet=sheet.name,
        header_row=header.row,
        header_rows=header.depth,
        columns={field.key: found[field.key] for field in KINDS[kind].fields if field.key in found},
        preset=chosen.name if chosen else "",
        epoch_1904=sheet.epoch_1904,
        found_by=by,
    )
    return restyled(sheet, header, mapping, kind, day_first=chosen.day_first if chosen else False)


def restyled(
    sheet: SheetText, header: Header, mapping: Mapping, kind: ImportKind, *, day_first: bool = False
) -> Mapping:
    """Return the mapping with order of dates, decimal sign and notes as the mapped columns show them."""
    found = styles(sheet, header, mapping.columns, KINDS[kind], day_first=day_first)
    order = "dmy" if day_first else found.date_order
    return replace(mapping, date_order=order, decimal=found.decimal, notes=found.notes)


def samples(sheet: SheetText, header: Header) -> tuple[tuple[str, ...], ...]:
    """Return, for each heading, up to three different values that stand under it, shortened."""
    return tuple(_samples(_column(sheet, header, index)) for index in range(len(header.headings)))


def _samples(cells: list[CellValue]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells:
        if said := written(cell):
            found[said if len(said) <= LONGEST_SAMPLE else said[: LONGEST_SAMPLE - 1] + "\u2026"] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)


def _column(sheet: SheetText, header: Header, index: int) -> list[CellValue]:
    rows = sheet.rows[header.row : header.row + ROWS_OF_SAMPLE]
    return [row[index] for row in rows if index < len(row) and row[index] is not None]


def _preset(header: Header, kind: ImportKind) -> Preset | None:
    there = {heading_key(heading) for heading in header.headings}
    fitting = [
        (share, each.name, each)
        for each in of_kind(kind)
        if each.name != OWN_HEADINGS and (share := _share(each, there)) >= PRESET_SHARE
    ]
    return max(fitting)[2] if fitting else None


def _share(each: Preset, there: set[str]) -> float:
    fields = [any(heading_key(heading) in there for heading in headings) for headings in each.columns.values()]
    return sum(fields) / len(fields)


def _by_preset(header: Header, chosen: Preset) -> dict[str, int]:
    places = _places(header.headings)
    found: dict[str, int] = {}
    for key, headings in chosen.columns.items():
        place = next((places[heading_key(each)] for each in headings if heading_key(each) in places), None)
        if place is not None:
            found[key] = place
    return found


def _places(headings: Iterable[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, heading in enumerate(headings):
        for key in known_as(heading):
            if key:
                places.setdefault(key, index)
    return places


def _by_heading(header: Header, kind: Kind, columns: list[list[CellValue]], taken: dict[str, int]) -> dict[str, int]:
    """The best known heading first: a field's own label before its synonyms, a whole heading before a part of one."""
    found: dict[str, int] = {}
    used = set(taken.values())
    places = _places(header.headings)
    offers = sorted(
        (rank, at, field.key, places[key])
        for at, field in enumerate(kind.fields)
        if field.key not in taken
        for rank, heading in enumerate(field.headings)
        if (key := heading_key(heading)) in places and (rank <= OWN or looks.may_be(field, columns[places[key]]))
    )
    for _, _, key, index in offers:
        if key not in found and index not in used:
            found[key] = index
            used.add(index)
    return found | _by_words(header, kind, columns, taken | found)


def _by_words(header: Header, kind: Kind, columns: list[list[CellValue]], taken: dict[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    used = set(taken.values())
    for field in kind.fields:
        if field.key in taken:
            continue
        fitting = [
            (score, -index)
            for index, heading in enumerate(header.headings)
            if index not in used and (score := looks.likeness(field, heading)) and looks.is_like(field, columns[index])
        ]
        if fitting:
            found[field.key] = -max(fitting)[1]
            used.add(found[field.key])
    return found


def _by_content(header: Header, kind: Kind, columns: list[list[CellValue]], taken: dict[str, int]) -> dict[str, int]:
    """What is still missing and can be told by its look alone: e-mails, days, amounts, and what must be there."""
    found: dict[str, int] = {}
    used = set(taken.values())
    for field in kind.fields:
        if field.key in taken or not _told_by_look(field, kind):
            continue
        index = next(
            (at for at in range(len(header.headings)) if at not in used and looks.is_surely(field, columns[at])), None
        )
        if index is not None:
            found[field.key] = index
            used.add(index)
    return found


def _put_days_in_order(sheet: SheetText, header: Header, found: dict[str, int], by: dict[str, str]) -> None:
    """Of two columns of days that only their look told, the later days are the ends."""
    pair = ("starts_on", "through_on")
    if any(by.get(key) != "content" for key in pair):
        return
    first, last = (found[key] for key in pair)
    rows = [row for row in sheet.rows[header.row : header.row + ROWS_OF_SAMPLE] if max(first, last) < len(row)]
    later = [looks.later(row[first], row[last]) for row in rows]
    if later.count(True) > later.count(False):
        found["starts_on"], found["through_on"] = last, first


def _told_by_look(field: Field, kind: Kind) -> bool:
    return field.required or field.key in kind.either or field.type in looks.TOLD_BY_LOOK
