"""Code: six digits that prove who reads a mailbox."""

from __future__ import annotations

from tracker.mail.blocks import Figures, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose


def code(city: City, to_name: str, code: str, minutes: int) -> Composed:
    """Send the code, good for so many minutes; it stands in no subject line, which lock screens show."""
    say = city.tongue.say
    return compose(
        city,
        say("%(city)s: your code to sign in", city=city.name),
        to_name,
        Paragraph(say("This is your code:")),
        Figures(code),
        Paragraph(
            say(
                "Type it on the page that asked for it. It is good for %(minutes)s minutes, in that browser only.",
                minutes=minutes,
            )
        ),
        Paragraph(say("You did not ask for a code? Then do nothing. Nobody from the city will ever ask you for it.")),
    )
