"""How many planned letters a holiday moves, in a sentence."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.queries import obligations
from tracker.queries.policy_preview import Window, moved_by_holiday
from tracker.services.reminders import first_day_left
from tracker.services.work import Work


def moved_words(deed: Work, on_day: date, *, added: bool) -> str:
    """Say how many letters of the next ninety days go out on another day when a day becomes a holiday, or is none."""
    window = Window(deed.today, deed.settings.zone, first_day_left(deed))
    moved = moved_by_holiday(deed.session, window, obligations.steps(deed.session), on_day, added=added)
    if not moved:
        return str(_("No letter planned for the next 90 days moves."))
    if added:
        sentence = ngettext("%(num)d planned letter waits for the next working day.",
                            "%(num)d planned letters wait for the next working day.", moved)  # fmt: skip
    else:
        sentence = ngettext("%(num)d planned letter goes out on another day.",
                            "%(num)d planned letters go out on another day.", moved)  # fmt: skip
    return str(sentence)
