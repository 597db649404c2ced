"""The store keeps files under their digest, once, and opens nothing else."""

from hashlib import sha256
from io import BytesIO

import pytest

from tracker.documents.store import TooLarge


def test_what_is_put_can_be_opened_under_its_digest(store):
    data = b"signed" * 100_000
    stored = store.put(BytesIO(data), len(data))
    assert (stored.digest, stored.size) == (sha256(data).hexdigest(), len(data))
    assert store.holds(stored.digest)
    with store.open(stored.digest) as file:
        assert file.read() == data


def test_a_stream_over_the_limit_leaves_nothing(store, folder):
    with pytest.raises(TooLarge):
        store.put(BytesIO(b"12345"), 4)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_stands_under_a_digest_is_never_written_again(store, folder):
    stored = store.put(BytesIO(b"first"), 10)
    path = next(path for path in folder.rglob("*") if path.is_file())
    before = path.stat().st_mtime_ns
    assert store.put(BytesIO(b"first"), 10) == stored
    assert path.stat().st_mtime_ns == before


def test_an_unknown_digest_and_a_path_open_nothing(store):
    with pytest.raises(FileNotFoundError):
        store.open("0" * 64)
    for digest in ("../../etc/passwd", "", "0" * 63, "A" * 64):
        with pytest.raises(ValueError, match="SHA-256"):
            store.open(digest)
