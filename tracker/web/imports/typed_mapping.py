"""What a person said about the columns of a list."""

from collections import Counter
from collections.abc import Mapping as Readable
from dataclasses import replace

from flask_babel import gettext as _

from tracker.domain.import_words import ImportKind
from tracker.imports.kinds import KINDS
from tracker.imports.mapping import DATE_ORDERS, DECIMALS, Mapping
from tracker.web.grid import read_number

LAST_PIVOT = 99
MOST_COLUMNS = 1000
Problem = tuple[str, str]
"""Where it stands on the page, and a sentence."""


def typed(form: Readable[str, str], before: Mapping, kind: ImportKind) -> Mapping:
    """The mapping of a form that was sent; `before` is how the list was read when the page was drawn."""
    held = _held(form, kind)
    columns = {key: index for index, key in reversed(held.items())}
    same = {key for key, index in columns.items() if before.columns.get(key) == index}
    order, decimal = form.get("date_order", ""), form.get("decimal", "")
    pivot = read_number(form.get("pivot"))
    return replace(
        before,
        columns=columns,
        found_by={key: before.found_by.get(key, "person") if key in same else "person" for key in columns},
        date_order=order if order in DATE_ORDERS else before.date_order,
        decimal=decimal if decimal in DECIMALS else before.decimal,
        century_pivot=pivot if pivot is not None and 0 <= pivot <= LAST_PIVOT else before.century_pivot,
        blank_erases=form.get("blank_erases") == "1",
        percent=form.get("percent") == "1",
    )


def problems(form: Readable[str, str], mapping: Mapping, kind: ImportKind) -> list[Problem]:
    """What keeps a list from being read so, in plain words."""
    told = KINDS[kind]
    found: list[Problem] = [
        ("columns", _("%(field)s is needed: which column holds it?", field=field.label))
        for field in told.required
        if field.key not in mapping.columns
    ]
    if told.either and not any(key in mapping.columns for key in told.either):
        names = _(" or ").join(told.field(key).label for key in told.either)
        found.append(("columns", _("%(fields)s is needed: which column holds it?", fields=names)))
    for key, number in Counter(_held(form, kind).values()).items():
        if number > 1:
            found.append(("columns", _("%(field)s is chosen for more than one column.", field=told.field(key).label)))
    pivot = read_number(form.get("pivot", "0"))
    if pivot is None or not 0 <= pivot <= LAST_PIVOT:
        found.append(("pivot", _("Years of two digits: type a number from 0 to 99.")))
    return found


def _held(form: Readable[str, str], kind: ImportKind) -> dict[int, str]:
    known = {field.key for field in KINDS[kind].fields}
    told = ((index, form.get(f"column-{index}", "")) for index in range(MOST_COLUMNS))
    return {index: key for index, key in told if key in known}
