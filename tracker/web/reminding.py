"""Reminders in words: kinds, states and steps, the same on every page that tells of them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from tracker.domain.obligations import Rhythm
from tracker.domain.reminders import EntryState

KINDS = {
    "expiry": lazy_gettext("Coverage ends"),
    "request": lazy_gettext("Request waits"),
    "waiver": lazy_gettext("Waiver ends"),
    "disposal": lazy_gettext("Disposal due"),
    "follow-up": lazy_gettext("Exception to look at again"),
}
STATES = {
    EntryState.SENT.value: lazy_gettext("Sent"),
    EntryState.FLAGGED.value: lazy_gettext("Renewal on hold"),
    EntryState.OVERTAKEN.value: lazy_gettext("Overtaken by a later step"),
    EntryState.STOPPED.value: lazy_gettext("Stopped"),
    EntryState.PAUSED.value: lazy_gettext("Paused"),
}
RHYTHMS = {
    Rhythm.DAILY: "",
    Rhythm.WEEKLY: lazy_gettext("wants one letter a week"),
    Rhythm.NONE: lazy_gettext("wants no letters"),
}


def kind_of(obligation: str) -> str:
    """What an obligation is about, in words, from its key ("expiry:contract:12")."""
    kind = obligation.partition(":")[0]
    return str(KINDS.get(kind, kind))


def step_words(days: int) -> str:
    """How far a step lies from the due day, in words."""
    if days == 0:
        return str(_("on the day"))
    if days < 0:
        return str(ngettext("%(num)d day before", "%(num)d days before", -days))
    return str(ngettext("%(num)d day after", "%(num)d days after", days))


def words() -> dict[str, object]:
    """What a template needs to tell of reminders."""
    return {"states": STATES, "rhythms": RHYTHMS, "kind_of": kind_of, "step_words": step_words}
