"""The store in a bucket that speaks S3, and the store when there is no room left."""

import os
import shutil
from datetime import UTC, datetime
from io import BytesIO
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

from tests.databases import settings_for
from tracker.documents.places import StoreFull
from tracker.documents.store import store_of

LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def service():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(service, tmp_path):
    with urlopen(Request(f"{service}/papers", method="PUT")):  # noqa: S310  # our own server on this machine
        pass
    settings = settings_for("sqlite://", tmp_path)
    settings.files_url, settings.files_endpoint = "s3://papers/city/files", service
    settings.files_key_id, settings.files_secret = "key", "secret"
    return store_of(settings)


@pytest.mark.parametrize("size", [10, 12_000_000])
def test_a_file_is_kept_opened_listed_and_removed(bucket, size):
    data = os.urandom(size)
    stored = bucket.put(BytesIO(data), size)
    assert bucket.put(BytesIO(data), size) == stored
    with bucket.open(stored.digest) as file:
        assert file.read() == data
    with bucket.on_disk(stored.digest) as path:
        assert path.read_bytes() == data
    assert not path.exists()
    listed = [(kept, digest) for kept, digest in bucket.listed() if digest == stored.digest]
    assert [kept.size for kept, _digest in listed] == [size]
    assert not bucket.remove(listed[0][0].key, datetime(2000, 1, 1, tzinfo=UTC))
    assert bucket.remove(listed[0][0].key, LATER)
    assert not bucket.holds(stored.digest)
    with pytest.raises(FileNotFoundError):
        bucket.open(stored.digest)


def test_a_picture_stands_beside_its_file(bucket, tmp_path):
    path = tmp_path / "page.png"
    path.write_bytes(b"picture")
    assert bucket.picture("ab" * 32, "1-1000.png") is None
    bucket.keep_picture("ab" * 32, "1-1000.png", path)
    assert bucket.picture("ab" * 32, "1-1000.png") == b"picture"


def test_a_full_disk_keeps_nothing_and_reading_goes_on(store, folder, monkeypatch):
    known = store.put(BytesIO(b"known"), 10)

    def full(_source, part):
        part.write_bytes(b"hal")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(StoreFull):
        store.put(BytesIO(b"new file"), 10)
    with store.open(known.digest) as file:
        assert file.read() == b"known"
    assert [digest for _kept, digest in store.listed()] == [known.digest]
