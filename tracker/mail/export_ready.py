"""Export: a list that somebody of staff gets regularly was made, or could not be made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.mail.blocks import Facts, Link, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made: under which name it is repeated, which list it is, of which day, with how many rows."""

    name: str
    title: str
    as_of: date
    rows: int
    link: str
    attached: bool


def export_ready(city: City, to_name: str, made: Made) -> Composed:
    """Say that the file can be had for two weeks, after sign-in or as the attachment."""
    say, day = city.tongue.say, city.tongue.day
    how = (
        say("The file is attached; it holds what you may see.")
        if made.attached
        else say("Open it within two weeks. You will be asked to sign in, and the file holds what you may see.")
    )
    return compose(
        city,
        say("%(city)s: %(name)s (%(day)s)", city=city.name, name=made.name, day=day(made.as_of)),
        to_name,
        Paragraph(say("The list that you get regularly is made.")),
        Facts(
            (
                (say("List"), made.title),
                (say("As of"), day(made.as_of)),
                (say("Rows"), city.tongue.figure(made.rows)),
            )
        ),
        Paragraph(how),
        Link(say("Open the file"), made.link),
    )


def export_failed(city: City, to_name: str, name: str, problem: str) -> Composed:
    """Say that the file was not made, and why; `problem` is one sentence of the tracker."""
    say = city.tongue.say
    return compose(
        city,
        say("%(city)s: %(name)s could not be made", city=city.name, name=name),
        to_name,
        Paragraph(say("The list that you get regularly could not be made this time:")),
        Paragraph(problem),
        Link(say("Look at your files"), f"{city.base_url}/exports/files"),
    )
