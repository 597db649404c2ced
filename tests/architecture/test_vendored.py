"""What we took from others is listed with its version and license, and is what it was."""

import hashlib
import json

from tests.architecture.sources import PACKAGE

VENDOR = PACKAGE / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"


def listed():
    """Give the manifest's entries by path."""
    return {entry["path"]: entry for entry in json.loads(MANIFEST.read_text())["files"]}


def present():
    """Give the vendored files by path."""
    files = (path for path in VENDOR.rglob("*") if path.is_file() and path != MANIFEST)
    return {path.relative_to(VENDOR).as_posix(): path for path in files}


def test_every_vendored_file_is_listed_and_every_listed_file_is_there():
    assert set(listed()) == set(present())


def test_every_vendored_file_is_what_the_manifest_says():
    digests = {path: hashlib.sha256(file.read_bytes()).hexdigest() for path, file in present().items()}
    assert {path for path, entry in listed().items() if digests.get(path) != entry["sha256"]} == set()


def test_every_vendored_file_has_a_package_a_version_and_a_license():
    unsaid = [
        path
        for path, entry in listed().items()
        if not all(entry[said] for said in ("package", "version", "license"))
    ]
    assert unsaid == []
