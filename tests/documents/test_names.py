"""File names are cleaned when they arrive."""

import pytest

from tracker.documents.names import LONGEST, clean_name

NAMES = {
    "signed.pdf": "signed.pdf",
    "Signed.PDF": "Signed.pdf",
    "../../etc/passwd": "passwd.pdf",
    "C:\\Users\\cora\\signed.pdf": "signed.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "a Set-Cookie x=1.pdf",
    "a\x00b.pdf": "ab.pdf",
    'a"b.pdf': "a b.pdf",
    "<script>.pdf": "script.pdf",
    "\u202efdp.exe": "fdp.exe.pdf",
    "page.html": "page.html.pdf",
    "Nguyễn Thị Ánh.pdf": "Nguyễn Thị Ánh.pdf",
    "契約.pdf": "契約.pdf",
    "lone \ud800 surrogate.pdf": "lone surrogate.pdf",
    "two  lines\u2028here.pdf": "two lines here.pdf",
    ".pdf": "document.pdf",
    "": "document.pdf",
    "...": "document.pdf",
    None: "document.pdf",
}


@pytest.mark.parametrize("raw", NAMES)
def test_a_name_keeps_what_people_read_and_loses_what_does_harm(raw):
    assert clean_name(raw) == NAMES[raw]


def test_a_name_is_never_longer_than_its_column_and_keeps_its_ending():
    name = clean_name("x" * 5000 + ".pdf")
    assert len(name) == LONGEST
    assert name.endswith(".pdf")
