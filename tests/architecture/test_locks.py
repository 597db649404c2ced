"""Lock files hold what pyproject.toml asks for, with hashes, and agree with each other."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(lock):
    """Give the versions that a lock file pins, by canonical name."""
    return {canonicalize_name(name): version for name, version in PIN.findall((ROOT / lock).read_text())}


def asked_for(*groups):
    """Give the requirements of the project itself and of the named groups, without groups in groups."""
    listed = [entry for group in groups for entry in PROJECT["dependency-groups"][group] if isinstance(entry, str)]
    return [Requirement(entry) for entry in listed]


RUNTIME = [Requirement(entry) for entry in PROJECT["project"]["dependencies"]]


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("requirements.lock", RUNTIME),
        ("requirements-dev.lock", [*RUNTIME, *asked_for("dev", "build")]),
        ("requirements-build.lock", asked_for("build")),
    ],
)
def test_a_lock_file_holds_what_the_project_asks_for(lock, requirements):
    pinned = pins(lock)
    unmet = [
        str(wanted)
        for wanted in requirements
        if not wanted.specifier.contains(pinned.get(canonicalize_name(wanted.name), "0"))
    ]
    assert unmet == [], "run: make lock"


def test_every_range_has_both_ends():
    for wanted in [*RUNTIME, *asked_for("dev", "build")]:
        operators = {part.operator for part in wanted.specifier}
        assert operators == {">=", "<"}, f"{wanted} is open at one end"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hashes(lock):
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_running_and_developing_use_the_same_versions():
    developing = pins("requirements-dev.lock")
    for lock in ("requirements.lock", "requirements-build.lock"):
        assert pins(lock).items() <= developing.items()
