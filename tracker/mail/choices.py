"""What stands beneath a letter so that its reader can change what comes: how often, and in which language."""

from __future__ import annotations

from typing import Final

from tracker.mail.blocks import Block, Link, Paragraph
from tracker.mail.composed import City
from tracker.mail.tongue import LANGUAGES

OWN_ACCOUNT: Final = "/account/#letters"
OWN_LANGUAGE: Final = "/portal/language"


def language_choice(city: City) -> tuple[Block, ...]:
    """Tell a vendor's contact where the language of letters is chosen; the other languages name themselves."""
    others = " · ".join(name for code, name in LANGUAGES.items() if code != city.tongue.code)
    label = city.tongue.say("Choose the language of our letters (%(languages)s)", languages=others)
    return (Link(label, city.base_url + OWN_LANGUAGE, prominent=False),)


def rhythm_choice(city: City, *, weekly: bool) -> tuple[Block, ...]:
    """Tell a person of staff why a digest came, and where to choose how often it comes."""
    say = city.tongue.say
    if weekly:
        why = say(
            "You get this letter at most once a week, because you own these contracts, manage their department, "
            "or are a privacy officer."
        )
    else:
        why = say(
            "You get this letter at most once a day, because you own these contracts, manage their department, "
            "or are a privacy officer."
        )
    label = say("Choose how often you get it, and in which language")
    return (Paragraph(why), Link(label, city.base_url + OWN_ACCOUNT, prominent=False))
