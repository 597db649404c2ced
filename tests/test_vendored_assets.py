"""Files made by others are exactly those that the manifest lists; style sheets name only files we have."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "tracker" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
SHEETS = sorted(STATIC.rglob("*.css"))


def test_every_vendored_file_is_listed_and_every_listed_file_is_there():
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present - {"manifest.json"} == {entry["path"] for entry in MANIFEST["files"]}


@pytest.mark.parametrize("entry", MANIFEST["files"], ids=lambda entry: entry["path"])
def test_a_vendored_file_is_what_the_manifest_says(entry):
    assert sha256((VENDOR / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    assert all(entry[key] for key in ("package", "version", "license"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_names_only_files_that_are_there(sheet):
    text = sheet.read_text(encoding="utf-8")
    named = {address for address in re.findall(r"""url\(["']?([^"')]*)["']?\)""", text) if address}
    missing = {address for address in named if not (sheet.parent / address).is_file()}
    assert missing == set()


@pytest.mark.parametrize("script", sorted(STATIC.rglob("*.js")), ids=lambda script: script.name)
def test_a_script_holds_no_source_map_address(script):
    assert "sourceMappingURL" not in script.read_text(encoding="utf-8")
