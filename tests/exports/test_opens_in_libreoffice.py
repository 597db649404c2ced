"""A workbook opens in LibreOffice without repair and prints; skipped where it is not installed."""

import shutil
import subprocess
from datetime import date
from decimal import Decimal

import pytest

from tests.exports.test_cells import AWKWARD, COLUMNS, MADE_AT
from tracker.domain.standings import COMPLYING, IN_FORCE_SHARING, SEVERITY, Standing
from tracker.exports.about import About
from tracker.exports.sheet import Sheet
from tracker.exports.summary import Summary
from tracker.exports.workbook import Book

OFFICE = shutil.which("soffice")
SUMMARY = Summary(
    standings=tuple(reversed(SEVERITY)),
    departments=(("=Library", {Standing.CURRENT: 2}), ("Police", {Standing.GAP: 1})),
    months=(("2026-11", 3), ("2026-12", 0)),
    complying=COMPLYING,
    sharing=IN_FORCE_SHARING,
)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_text_and_prints_pages(tmp_path):
    texts = [word for word in AWKWARD if word.isprintable() and len(word) < 100]
    book = Book(About("Title", "=City", date(2026, 11, 23), ("search: A&P",), MADE_AT))
    rows = [
        (word, word, -1, Decimal("-0.50"), date(2026, 2, 28), "current", "x", (word,), True, MADE_AT) for word in texts
    ]
    book.open(Sheet("Rows", COLUMNS)).add(rows)
    path = tmp_path / "book.xlsx"
    with path.open("wb") as file:
        book.close(file, SUMMARY)
    for kind in ("pdf", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"):
        home = f"-env:UserInstallation=file://{tmp_path}/office"
        asked = [OFFICE, home, "--headless", "--convert-to", kind, "--outdir", tmp_path, path]
        subprocess.run(asked, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF")
    [made] = tmp_path.glob("*.csv")
    read = made.read_text("utf-8")
    assert all(word.replace('"', '""') in read for word in texts)
    assert "2026-02-28" in read
