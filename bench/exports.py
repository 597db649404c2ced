"""`python -m bench exports [ROWS ...]`: rows at hand, 20 columns, styled, by our writer, as CSV and by openpyxl."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from multiprocessing import get_context
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from bench.memory import forget_peak, peak
from bench.table import Line, against
from bench.timing import in_turn
from tracker.domain.standings import Standing
from tracker.exports.about import About
from tracker.exports.csv_twin import CsvFile
from tracker.exports.json_lines import JsonLinesFile
from tracker.exports.sheet import Column, Kind, Row, Sheet
from tracker.exports.styles import FORMATS
from tracker.exports.workbook import Book

SIZES = (10_000, 100_000)
MADE_AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
FIRST_DAY = date(2024, 1, 1)
ABOUT = About("Bench", "City", date(2026, 11, 23), (), MADE_AT)
KINDS = (
    Kind.TEXT, Kind.TEXT, Kind.LINKED, Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.DAY, Kind.DAY, Kind.MONEY, Kind.NUMBER,
    Kind.NUMBER, Kind.YES_NO, Kind.STANDING, Kind.TEXT, Kind.NUMBER, Kind.TEXT, Kind.DAY, Kind.DAY, Kind.NUMBER,
    Kind.TEXT,
)  # fmt: skip
COLUMNS = tuple(Column(f"Column {at}", kind, 14, f"column_{at}") for at, kind in enumerate(KINDS, start=1))
STANDINGS = tuple(Standing)
TO_CSV, TO_OPENPYXL, MOST_MEMORY = "<= 2.5x", "<= 0.17x", "<= +60 MiB"


def exports(sizes: list[int], rounds: int) -> list[Line]:
    """Measure each number of rows."""
    found: list[Line] = []
    for size in sizes:
        rows = list(made_up(size))
        found += [*writers(size, COLUMNS, rows, rounds), _memory(size)]
    return found


def writers(size: int, columns: tuple[Column, ...], rows: list[Row], rounds: int) -> list[Line]:
    """Measure our writers against CSV and openpyxl, with rows that are at hand."""
    deeds = {
        "csv": lambda: written(lambda file: CsvFile(columns, file).add(rows)),
        "jsonl": lambda: written(lambda file: JsonLinesFile(columns, file).add(rows)),
        "ours": lambda: written(lambda file: _ours(columns, rows, file)),
    }
    found = in_turn(deeds, rounds, warm=1)
    slow = in_turn({"openpyxl": lambda: written(lambda file: _openpyxl(columns, rows, file))}, 1, warm=0)["openpyxl"]
    ours, twin = found["ours"].p50, found["csv"].p50
    return [
        against(size, "one sheet, rows at hand, against CSV", ours, twin, TO_CSV),
        against(size, "JSON Lines, rows at hand, against CSV", found["jsonl"].p50, twin, ""),
        against(size, "one sheet, rows at hand, against openpyxl write-only", ours, slow.p50, TO_OPENPYXL),
    ]


def written(write: Callable[[IO[bytes]], object]) -> None:
    """Write to a file that is thrown away."""
    with TemporaryFile() as file:
        write(file)


def made_up(size: int) -> Iterator[Row]:
    """Rows like those of the contract status, none like another."""
    for at in range(size):
        day = FIRST_DAY + timedelta(days=at % 1500)
        yield (
            f"Vendor {at % 9973} & Company, Inc.", f"V-{at:06}", f"C-{at:07}", f"Services of the kind no. {at}",
            f"Department {at % 40}", f"Person {at % 97}", day, day + timedelta(days=730), Decimal(at * 137) / 100,
            at % 5, at % 57, at % 3 == 0, str(STANDINGS[at % len(STANDINGS)]), "vendor answers", at % 4 or None,
            f"Signer {at % 503}" if at % 3 else None, day if at % 3 else None, day + timedelta(days=365), at % 400 - 30,
            "Procurement requests an attestation.",
        )  # fmt: skip


def _ours(columns: tuple[Column, ...], rows: list[Row], file: IO[bytes]) -> None:
    book = Book(ABOUT)
    book.open(Sheet("Rows", columns, "https://privacy.city.example/contracts/")).add(rows, range(1, len(rows) + 1))
    book.close(file)


def _openpyxl(columns: tuple[Column, ...], rows: list[Row], file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("Rows")
    formats = [FORMATS[column.kind] for column in columns]
    page.append([column.heading for column in columns])
    for row in rows:
        cells = []
        for value, form in zip(row, formats, strict=True):
            cell = WriteOnlyCell(page, value)  # type: ignore[arg-type]  # it takes Decimal and date as well
            cell.number_format = form
            cells.append(cell)
        page.append(cells)
    book.save(file)


def _memory(size: int) -> Line:
    """What writing so many rows, as they come, adds to a process of its own that has written some before."""
    with get_context("spawn").Pool(1) as pool:
        before, after = pool.apply(_peaks, (size,))
    what = "memory of one sheet, rows as they come"
    return Line(size, what, f"+{after - before:.0f} MiB", f"{before:.0f} MiB idle", None, MOST_MEMORY)


def _peaks(size: int) -> tuple[float, float]:
    written(lambda file: _streamed(100, file))
    forget_peak()
    before = peak()
    written(lambda file: _streamed(size, file))
    return before, peak()


def _streamed(size: int, file: IO[bytes]) -> None:
    book = Book(ABOUT)
    part = book.open(Sheet("Rows", COLUMNS, "https://privacy.city.example/contracts/"))
    part.add(made_up(size), iter(range(1, size + 1)))
    book.close(file)
