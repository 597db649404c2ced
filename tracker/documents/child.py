"""Runs a check of a hostile file as a child process, so that whatever happens there stays there."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

WALL_SECONDS = 30
SAFE_ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}


class CouldNotCheck(Exception):
    """The check crashed, took too long or said nothing readable: no verdict, to be tried again."""


def run(script: Path, *arguments: str, seconds: float = WALL_SECONDS) -> dict[str, Any]:
    """Run one of our scripts in isolation and return the JSON object that it prints; raises CouldNotCheck.

    The child inherits nothing of our environment, so that no setting or secret is there to be read.
    """
    command = [sys.executable, "-I", str(script), *arguments]
    try:
        done = subprocess.run(  # noqa: S603  # our own script; the arguments are paths that we made
            command, capture_output=True, timeout=seconds, check=True, env=SAFE_ENVIRONMENT, stdin=subprocess.DEVNULL
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise CouldNotCheck(type(error).__name__) from error
    if not isinstance(found, dict):
        raise CouldNotCheck("no answer")
    return found
