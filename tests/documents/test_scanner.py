"""The virus scanner: the real one with the EICAR file, and a fake one that answers oddly."""

from io import BytesIO

import pytest

from tests.documents.clamd import EICAR, NAME, PROGRAM, Fake, real
from tracker.documents.scanner import Scanner, ScannerAway, ScannerFailed

needs_clamd = pytest.mark.skipif(PROGRAM is None, reason="clamd is not installed (Debian: clamav-daemon)")


@needs_clamd
def test_the_real_scanner_finds_eicar_and_lets_a_clean_file_pass(tmp_path, made):
    with real(tmp_path) as url:
        assert Scanner(url).found_in(BytesIO(made())) == ""
        assert NAME in Scanner(url).found_in(BytesIO(EICAR))
        assert NAME in Scanner(url).found_in(BytesIO(made() + b"\n%" + EICAR))


@needs_clamd
def test_the_real_scanner_says_when_a_file_is_over_its_limit(tmp_path):
    with real(tmp_path, stream_limit="1M") as url, pytest.raises((ScannerFailed, ScannerAway)):
        Scanner(url).found_in(BytesIO(bytes(4_000_000)))


def test_the_file_goes_there_whole_and_without_its_name():
    data = bytes(range(256)) * 1000
    with Fake(b"stream: OK\0") as fake:
        assert Scanner(fake.url).found_in(BytesIO(data)) == ""
    assert (fake.commands, fake.received) == ([b"zINSTREAM\0"], data)


def test_the_name_of_what_was_found_is_one_printable_line():
    with Fake(b"stream: Evil\x1b[31m.Virus-1 FOUND\0") as fake:
        assert Scanner(fake.url).found_in(BytesIO(b"x")) == "Evil[31m.Virus-1"


@pytest.mark.parametrize("answer", [None, b"", b"\0"])
def test_no_answer_is_no_verdict(answer):
    with Fake(answer) as fake, pytest.raises(ScannerAway):
        Scanner(fake.url).found_in(BytesIO(b"x"))


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: Can't allocate memory ERROR\0", b"nonsense\0",
               b"other: OK\0"]
)  # fmt: skip
def test_an_answer_that_is_no_verdict_is_a_failure(answer):
    with Fake(answer) as fake, pytest.raises(ScannerFailed):
        Scanner(fake.url).found_in(BytesIO(b"x"))


def test_a_scanner_that_hangs_up_in_the_middle_is_no_verdict():
    with Fake(None, hang_up_after=1000) as fake, pytest.raises(ScannerAway):
        Scanner(fake.url).found_in(BytesIO(bytes(5_000_000)))


def test_a_scanner_that_is_not_there_is_away(tmp_path):
    for url in ("tcp://127.0.0.1:1", f"unix:{tmp_path}/none"):
        with pytest.raises(ScannerAway):
            Scanner(url).found_in(BytesIO(b"x"))
