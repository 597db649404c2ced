"""What is said after a change that moves standings."""

from flask import flash
from flask_babel import gettext as _


def say_saved(*, refreshed: bool) -> None:
    """Say that a change was saved, and what must follow when there are too many contracts to wait for."""
    if refreshed:
        flash(_("Saved. The standings of all contracts follow it already."), "success")
    else:
        flash(_("Saved. There are many contracts: their standings follow within some minutes."),
              "warning")  # fmt: skip
