"""What pages call the kinds of lists, where an import stands, and what becomes of a row."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.import_words import Fate, ImportKind, ImportState

KINDS = {
    ImportKind.CONTRACTS: _l("Contracts"),
    ImportKind.VENDORS: _l("Vendors"),
    ImportKind.CONTACTS: _l("Contacts"),
    ImportKind.SCHEDULES: _l("Data schedules"),
    ImportKind.ATTESTATIONS: _l("Past attestations"),
}
ROWS = {
    ImportKind.CONTRACTS: _l("a row is one term of a contract; its vendor comes along"),
    ImportKind.VENDORS: _l("a row is one vendor"),
    ImportKind.CONTACTS: _l("a row is one person at a vendor that is known here"),
    ImportKind.SCHEDULES: _l("a row is one data element that a known contract lets go"),
    ImportKind.ATTESTATIONS: _l("a row is one that was signed before, for a known contract"),
}
STATES = {
    ImportState.MAPPING: _l("columns to be named"),
    ImportState.WAITING: _l("waits to be checked"),
    ImportState.CHECKING: _l("is being checked"),
    ImportState.CHECKED: _l("checked, nothing changed yet"),
    ImportState.STARTING: _l("waits to be brought in"),
    ImportState.APPLYING: _l("is being brought in"),
    ImportState.APPLIED: _l("brought in"),
    ImportState.UNDONE: _l("undone"),
    ImportState.CANCELLED: _l("cancelled"),
    ImportState.FAILED: _l("failed"),
}
FATES = {
    Fate.CREATED: _l("New"),
    Fate.CHANGED: _l("Changed"),
    Fate.UNCHANGED: _l("Unchanged"),
    Fate.REFUSED: _l("Refused"),
    Fate.CONFLICT: _l("Changed by both"),
    Fate.UNDECIDED: _l("Vendor to decide"),
}
SHAPES = {
    Fate.CREATED: "+",
    Fate.CHANGED: "±",
    Fate.UNCHANGED: "=",
    Fate.REFUSED: "✕",
    Fate.CONFLICT: "≠",
    Fate.UNDECIDED: "?",
}
LEFT_OUT = (Fate.REFUSED, Fate.UNDECIDED, Fate.CONFLICT)
"""Fates of rows that are not brought in."""
WORKING = frozenset({ImportState.WAITING, ImportState.CHECKING, ImportState.STARTING, ImportState.APPLYING})
"""States in which the machine works and a person waits."""


def counted(counts: Mapping[str, int]) -> str:
    """Rows by what becomes of them, those that there are: 465 new, 248 changed."""
    told = [(FATES[fate], counts.get(fate.value, 0)) for fate in FATES]
    return ", ".join(f"{number:,} {str(label).lower()}" for label, number in told if number) or str(_("no rows"))
