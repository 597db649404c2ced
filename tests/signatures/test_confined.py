"""A check runs without network, without writing, within a gigabyte and its seconds; what breaks is no verdict."""

import socket
import sys
import time
from io import BytesIO

import pytest

from tests.signatures.authorities import NOW
from tests.signatures.papers import paper
from tracker.documents import child
from tracker.documents.confined import GIGABYTE
from tracker.documents.signatures import checking
from tracker.documents.signatures.checking import TRY_AGAIN, Means, check_file
from tracker.domain.signature_verdict import Verdict

HEAD = """
import json, os, socket, subprocess, sys, time
from tracker.documents.confined import confine
confine()
found = {}
"""
TAIL = "\nsys.stdout.write(json.dumps({'state': 'done', 'found': found}))\n"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the limits of a process are those of POSIX")


@pytest.fixture
def script(tmp_path):
    """Write a check that does something, and return its path."""

    def written(deed):
        path = tmp_path / "check.py"
        path.write_text(HEAD + deed + TAIL, encoding="utf-8")
        return path

    return written


def test_an_honest_check_answers(script, tmp_path):
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    assert child.run(script("found = open(sys.argv[1]).read()"), str(tmp_path / "kept.txt"))["found"] == "kept"


def test_a_check_reaches_no_server_of_this_machine(script):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        deed = f"socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 2)"
        with pytest.raises(child.CouldNotCheck):
            child.run(script(deed))
        with pytest.raises(TimeoutError):
            server.accept()


DEEDS = {
    "asks for a name": "socket.getaddrinfo('example.org', 443)",
    "writes": "open(sys.argv[1], 'a').write('more')",
    "empties": "open(sys.argv[1], 'w')",
    "empties by number": "os.open(sys.argv[1], os.O_RDWR | os.O_TRUNC)",
    "removes": "os.remove(sys.argv[1])",
    "renames": "os.rename(sys.argv[1], sys.argv[1] + '.gone')",
    "starts a program": "subprocess.run(['true'])",
    "starts a shell": "os.system('true')",
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_check_that_does_more_than_read_ends_without_a_verdict(script, tmp_path, deed):
    kept = tmp_path / "kept.txt"
    kept.write_text("kept", encoding="utf-8")
    with pytest.raises(child.CouldNotCheck):
        child.run(script(DEEDS[deed]), str(kept))
    assert kept.read_text(encoding="utf-8") == "kept"


def test_a_check_has_one_gigabyte_and_twenty_seconds(script):
    deed = """
import resource
found = [resource.getrlimit(one)[1] for one in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)]
try:
    bytearray(1 << 30)
except MemoryError:
    found.append("too much")
"""
    assert child.run(script(deed))["found"] == [GIGABYTE, 20, 0, "too much"]


def test_a_check_inherits_no_setting(script, monkeypatch):
    monkeypatch.setenv("TRACKER_SECRET_KEY", "hidden")
    assert child.run(script("found = [name for name in os.environ if 'TRACKER' in name]"))["found"] == []


def test_the_wall_clock_ends_a_check_that_sleeps(script):
    began = time.monotonic()
    with pytest.raises(child.CouldNotCheck):
        child.run(script("time.sleep(30)"), seconds=1.5)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("deed", ["os.abort()", "os._exit(0)", "raise MemoryError", "print('no JSON')"])
def test_a_check_that_breaks_is_could_not_check(script, monkeypatch, deed):
    monkeypatch.setattr(checking, "SCRIPT", script(deed))
    found = check_file(BytesIO(paper()), Means([], [], NOW), 5)
    assert (found.verdict, found.sentence, found.signatures) == (Verdict.COULD_NOT_CHECK, TRY_AGAIN, ())
