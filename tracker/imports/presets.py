"""Presets: which heading of a known list holds what."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache

from tracker.domain.import_words import ImportKind
from tracker.imports.table import ListUnreadable
from tracker.places import data_folder


@dataclass(frozen=True, slots=True)
class Preset:
    """How to read one city's list: the heading of each field (several: the first that the file has)."""

    name: str
    title: str
    columns: dict[str, tuple[str, ...]]
    day_first: bool = False
    abbreviations: frozenset[str] = field(default_factory=frozenset)
    kind: ImportKind = ImportKind.CONTRACTS

    @property
    def headings(self) -> list[str]:
        """Every heading that the preset knows."""
        return [heading for headings in self.columns.values() for heading in headings]


def names() -> list[str]:
    """Return the names of the presets that travel with the product, in order."""
    return sorted(path.stem for path in (data_folder("seed_data") / "presets").glob("*.toml"))


def preset(name: str) -> Preset:
    """Return a preset by its name; raises ListUnreadable, naming those that exist, when there is none."""
    if name not in names():
        raise ListUnreadable(f'There is no preset named "{name}"; there are: {", ".join(names())}.')
    told = tomllib.loads((data_folder("seed_data") / "presets" / f"{name}.toml").read_text(encoding="utf-8"))
    return Preset(
        name=name,
        title=told["title"],
        columns={key: _several(value) for key, value in told["columns"].items()},
        day_first=told.get("day_first", False),
        abbreviations=frozenset(told.get("abbreviations", ())),
        kind=ImportKind(told.get("kind", ImportKind.CONTRACTS)),
    )


@cache
def of_kind(kind: ImportKind) -> tuple[Preset, ...]:
    """Return the presets for this kind of list, in the order of their names."""
    return tuple(each for each in map(preset, names()) if each.kind is kind)


def known_headings(kind: ImportKind) -> list[str]:
    """Return every heading that a preset for this kind of list knows."""
    return [heading for each in of_kind(kind) for heading in each.headings]


def abbreviations(name: str) -> frozenset[str]:
    """Return what a preset keeps in capitals; nothing for no preset. Raises ListUnreadable for an unknown one."""
    return preset(name).abbreviations if name else frozenset()


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
