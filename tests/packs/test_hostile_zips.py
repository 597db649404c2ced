"""The verifier reads what strangers hand over: it neither breaks, nor hangs, nor is led astray."""

import json
import struct
import time
import warnings
import zlib
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from tests.packs.conftest import verify

FILES = {"README.txt": b"Hello", "events/events.jsonl": b""}
SECONDS = 20


def manifest(inside, **more):
    listed = [{"path": name, "size": len(data), "sha256": sha256(data).hexdigest()} for name, data in inside.items()]
    about = {"kind": "vendor", "number": "V-1"}
    given: dict[str, object] = {
        "format": "tracker-evidence-1",
        "about": about,
        "made_for": "auditor",
        "seal": None,
        "left_out": [],
    }
    return json.dumps({**given, "chain": {"position": 0, "link": ""}, "files": listed, **more}).encode()


def zipped(entries):
    """A ZIP with these entries as they are, twice the same name included."""
    made = BytesIO()
    with warnings.catch_warnings(), ZipFile(made, "w", ZIP_DEFLATED) as out:
        warnings.simplefilter("ignore")
        for name, data in entries:
            out.writestr(name, data)
    return made.getvalue()


def whole(*more):
    return zipped([*FILES.items(), ("manifest.json", manifest(FILES)), *more])


@pytest.fixture
def said(tmp_path):
    """Verify some bytes; it must end soon, in one of three ways, and show no stack."""

    def run(data):
        path = tmp_path / "hostile.zip"
        path.write_bytes(data)
        begun = time.monotonic()
        found = verify(path)
        assert time.monotonic() - begun < SECONDS
        assert "Traceback" not in found.stderr
        return found

    return run


def test_a_pack_with_nothing_in_it_is_whole(said):
    assert said(whole()).returncode == 0


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt", "/etc/passwd", "C:\\Windows\\x", "a/../../b", "documents/CON.pdf", "documents/x. ",
        "documents\\x.pdf", "a//b", "./a", "x\ny", "x\x1b[2J", "nul",
    ],
)  # fmt: skip
def test_a_name_that_leads_astray_is_tampering_even_when_the_manifest_names_it(said, name):
    files = {**FILES, name: b"x"}
    found = said(zipped([*files.items(), ("manifest.json", manifest(files))]))
    assert found.returncode == 1
    assert "could lead out of the folder" in found.stdout
    assert "\x1b" not in found.stdout


def test_a_name_that_stands_twice_is_tampering(said):
    found = said(whole(("README.txt", b"Hello")))
    assert found.returncode == 1
    assert "twice" in found.stdout
    assert "capitals" in said(whole(("readme.TXT", b"Hello"))).stdout


def test_links_and_folders_are_tampering(said):
    link = ZipInfo("link")
    link.external_attr = 0o120777 << 16
    assert "link or a folder" in said(whole((link, b"/etc/passwd"))).stdout
    assert "link or a folder" in said(whole((ZipInfo("documents/"), b""))).stdout


def test_a_manifest_that_lists_a_file_twice_is_tampering(said):
    listed = json.loads(manifest(FILES))
    listed["files"].append(listed["files"][0])
    found = said(zipped([*FILES.items(), ("manifest.json", json.dumps(listed).encode())]))
    assert (found.returncode, "twice" in found.stdout) == (1, True)


def test_bombs_are_refused_and_never_unpacked(said):
    bomb = b"\0" * (300 * 1024 * 1024)
    found = said(zipped([*FILES.items(), ("bomb", bomb), ("manifest.json", manifest(FILES))]))
    assert found.returncode == 2
    assert "many hundred times" in found.stderr


def test_a_file_that_holds_more_than_its_table_of_contents_says_is_read_no_further(said):
    data = bytearray(zipped([*FILES.items(), ("big", b"\0" * 50_000_000), ("manifest.json", manifest(FILES))]))
    packed = struct.pack("<I", 50_000_000)
    while packed in data:
        at = data.index(packed)
        data[at : at + 4] = struct.pack("<I", 10)
    assert said(bytes(data)).returncode in {1, 2}


def test_a_manifest_that_asks_for_a_lot_is_refused(said):
    assert said(zipped([("manifest.json", b"[" * 200_000)])).returncode == 2
    assert said(zipped([("manifest.json", b" " * (70 * 1024 * 1024))])).returncode == 2
    huge = manifest({}, files=[{"path": "README.txt", "size": 10**15, "sha256": "ab" * 32}])
    assert said(zipped([("README.txt", b"x"), ("manifest.json", huge)])).returncode == 1


@pytest.mark.parametrize(
    "change",
    [
        {"files": 7}, {"files": [7]}, {"files": [{"path": 1, "size": 1, "sha256": "x"}]}, {"left_out": None},
        {"chain": None}, {"format": "tracker-evidence-9"}, {"about": []}, {"seal": 3},
        {"files": [{"path": "a", "size": -1, "sha256": "ab" * 32}]},
    ],
)  # fmt: skip
def test_a_manifest_of_another_shape_ends_in_a_sentence(said, change):
    found = said(zipped([*FILES.items(), ("manifest.json", manifest(FILES, **change))]))
    assert found.returncode in {1, 2} or change in ({"chain": None}, {"about": []})
    assert found.stdout + found.stderr


@pytest.mark.parametrize("data", [b"", b"PK", b"\0" * 100, b"%PDF-1.7", whole()[:-30], whole()[40:]])
def test_what_is_no_zip_cannot_be_read(said, data):
    assert said(data).returncode in {1, 2}


def test_records_of_another_shape_end_in_a_sentence(said):
    for text in (b"[]", b"{}", b"7", b'{"documents": 1}', b"\xff\xfe", b"{" * 5000):
        files = {**FILES, "attestations/attestation-1.json": text}
        assert said(zipped([*files.items(), ("manifest.json", manifest(files))])).returncode == 2
        files = {**FILES, "events/events.jsonl": text}
        assert said(zipped([*files.items(), ("manifest.json", manifest(files))])).returncode == 2


def test_a_broken_stream_inside_is_tampering(said):
    data = bytearray(whole(("noise", zlib.compress(b"x" * 1000))))
    at = data.index(b"Hello"[:1], 40) if b"Hello" in data else 45
    data[at] ^= 0xFF
    assert said(bytes(data)).returncode in {1, 2}


def test_an_encrypted_file_is_not_asked_for_a_password(said):
    data = bytearray(whole())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        data[at] |= 1
    assert said(bytes(data)).returncode in {1, 2}


def test_a_checkpoint_that_is_none_is_said(tmp_path):
    path = tmp_path / "whole.zip"
    path.write_bytes(whole())
    found = verify(path, "--checkpoint", "nothing")
    assert (found.returncode, "holds no checkpoint" in found.stderr) == (2, True)
    assert verify(tmp_path / "missing.zip").returncode == 2
