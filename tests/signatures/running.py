"""Runs cases of the corpus: inside this process for most, as the product does for some, by the command for all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.signatures.case import Case
from tests.signatures.world import World
from tracker.documents import child, pdf_check
from tracker.documents.signatures import look
from tracker.documents.signatures.checking import Checked, Means, check_file

LIMIT_MB = 25


class Files:
    """The files of the cases, made once, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.world = folder, World()
        self.made: dict[object, bytes] = {}

    def data(self, case: Case) -> bytes:
        if case.make not in self.made:
            self.made[case.make] = case.make(self.world)
        return self.made[case.make]

    def trust(self, case: Case) -> list[Path]:
        return self._kept("trust", case.also(self.world) or [self.world.root.pem])

    def lists(self, case: Case) -> list[Path]:
        return self._kept("list", case.lists(self.world))

    def means(self, case: Case) -> Means:
        return Means(self.trust(case), self.lists(case), case.moment)

    def _kept(self, kind: str, pieces: Sequence[bytes]) -> list[Path]:
        paths = [self.folder / f"{kind}-{hash(piece) & 0xFFFFFFFF:x}.pem" for piece in pieces]
        for path, piece in zip(paths, pieces, strict=True):
            path.write_bytes(piece)
        return paths


def checked(files: Files, case: Case) -> Checked:
    """Judge a case as the product does, with its child processes."""
    return check_file(BytesIO(files.data(case)), files.means(case), LIMIT_MB)


def checked_here(files: Files, case: Case) -> Checked:
    """Judge a case by the same code, but inside this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "run", _run_here)
        return checked(files, case)


def _run_here(script: Path, *arguments: str, **_limits: Any) -> dict[str, Any]:
    if script == Path(look.__file__):
        return json.loads(json.dumps(look.look(json.loads(arguments[0]))))
    return pdf_check.look(*arguments)


def wrong(case: Case, found: dict[str, Any]) -> str:
    """Say what is wrong with the answer to a case; empty for nothing."""
    said = found["verdict"]
    if said not in {case.verdict.value, *(one.value for one in case.or_else)}:
        return f"{said} instead of {case.verdict.value}: {found['sentence']}"
    if said == case.verdict.value and case.words not in found["sentence"]:
        return f"“{case.words}” is not in: {found['sentence']}"
    rows = found["signatures"]
    if case.signatures is not None and len(rows) != case.signatures:
        return f"{len(rows)} signatures instead of {case.signatures}"
    for name, value in case.facts.items():
        if json.dumps(rows[case.which][name]) != json.dumps(value):
            return f"{name} is {rows[case.which][name]!r} instead of {value!r}"
    return ""
