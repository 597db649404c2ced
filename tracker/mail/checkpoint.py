"""Checkpoint: the head of the audit trail as a letter, to be kept where the tracker's machine cannot reach it."""

from datetime import date

from tracker.domain.checkpoint_line import Head
from tracker.domain.days import day_words
from tracker.mail.blocks import Facts, Paragraph
from tracker.mail.composed import City, Composed
from tracker.mail.layout import compose


def checkpoint(city: City, day: date, head: Head) -> Composed:
    """Say where the trail stands on a day of the city; the words are English, for auditors."""
    return compose(
        city,
        f"{city.name}: checkpoint of the audit trail ({day_words(day)})",
        "",
        Paragraph("Keep this letter. With it, changes to the audit trail made up to this day cannot be hidden."),
        Paragraph(head.line),
        Facts((("Events", f"{head.events:,}"), ("Position", f"{head.position:,}"))),
        Paragraph(
            "To compare: save this letter as a text file, and run “tracker audit verify --checkpoint FILE”, or the "
            "stand-alone verifier, which needs no tracker."
        ),
    )
