"""Signing code: six digits that prove who reads a mailbox, for one signature on screen."""

from __future__ import annotations

from tracker.mail.blocks import Figures, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose


def signing_code(city: City, to_name: str, code: str, minutes: int, request_number: str) -> Composed:
    """Send the code, good for so many minutes; it stands in no subject line, which lock screens show."""
    say = city.tongue.say
    return compose(
        city,
        say("%(city)s: your code to sign request %(request)s", city=city.name, request=request_number),
        to_name,
        Paragraph(say("With this code you sign your answer to request %(request)s:", request=request_number)),
        Figures(code),
        Paragraph(
            say(
                "Type it on the page that asked for it. It is good for %(minutes)s minutes, in that browser only.",
                minutes=minutes,
            )
        ),
        Paragraph(
            say(
                "Whoever types it signs in your name. You do not want to sign? Then do nothing, and give the code to "
                "nobody. Nobody from the city will ever ask you for it."
            )
        ),
    )
