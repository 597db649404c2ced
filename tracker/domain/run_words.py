"""How the outcome of scheduled work is written down, and how the mail server is."""

from __future__ import annotations

from typing import Final

FAILED: Final = "failed: "
"""How the outcome of a run begins that broke off; the name of the error follows, never its words."""
MAIL_SERVER: Final = "mail server"
"""The run in which the mail server was last asked: since when it is as it is, when it was asked, and how it is."""
ANSWERS: Final = "answers"
SILENT: Final = FAILED + "no answer"
PUTS_OFF: Final = FAILED + "puts letters off"
SILENCE: Final = ("No connection to the mail server", "No answer from the mail server")
"""How the noted answers of letters begin that met no server (mail/smtp.py)."""

INDEX: Final = "index"
"""No job: the row that says when the index of obligations was last filled or checked whole."""
