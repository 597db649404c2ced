"""The real `tracker` command with shorter waits: `python -m tests.faults.program [--waits SECONDS] scheduler`.

Only durations are changed, and only here: how long a claim and a lease hold, the waits between tries, the ticks,
and how long a silent server is waited for. With `--waits` left out nothing is changed at all.
"""

import logging
import os
import sys
from datetime import timedelta
from typing import Any

from tracker import jobs
from tracker.app import main
from tracker.services import heartbeat, letter_fates, sending

TICK = 0.2
SILENCE = 1
BACK_OFF = (0.2, 0.4, 0.8, 1.2)


def shorten(lease: float, claim: float) -> None:
    """Let a lease and a claim hold for so many seconds, and everything else be quick."""
    # Ticks this close overlap; the scheduler would say so each time.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    _change(heartbeat, "HOLDS_FOR", timedelta(seconds=lease))
    _change(sending, "CLAIM_HOLDS", timedelta(seconds=claim))
    _change(letter_fates, "BACK_OFF", tuple(timedelta(seconds=seconds) for seconds in BACK_OFF))
    _change(jobs, "SECONDS", dict.fromkeys(jobs.SECONDS, TICK) | {jobs.HOUSEKEEPING: 3600})
    os.environ["TRACKER_MAIL_TIMEOUT"] = str(SILENCE)


def _change(module: Any, name: str, value: object) -> None:
    if not hasattr(module, name):
        raise LookupError(f"{module.__name__}.{name} is gone: the harness must learn its new name")
    setattr(module, name, value)


if __name__ == "__main__":
    if sys.argv[1] == "--waits":
        shorten(*(float(seconds) for seconds in sys.argv[2].split(",")))
        del sys.argv[1:3]
    main()
