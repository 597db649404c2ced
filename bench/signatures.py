"""The time from a received file to its verdict, against pyHanko alone on the same files.

    python -m bench.signatures [rounds]

Two ratios: of the whole check in its child processes to a child process that only opens and validates the file with
pyHanko; and of reading the facts to pyHanko's own call, both inside one process (target 1.2).
"""

import asyncio
import io
import logging
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.signatures.case import Case
from tests.signatures.running import LIMIT_MB, Files
from tests.signatures.table_honest import HONEST
from tracker.documents.signatures.checking import check_file
from tracker.documents.signatures.context import Against
from tracker.documents.signatures.reading import read

NAMES = ("signed", "vendor and city", "timestamped", "long-term", "typeset by another program", "RSA")
ALONE = """
import asyncio, logging, sys
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
logging.disable(logging.CRITICAL)
root = x509.Certificate.load(pem.unarmor(open(sys.argv[2], "rb").read())[2])
with open(sys.argv[1], "rb") as file:
    for one in PdfFileReader(file).embedded_regular_signatures:
        asyncio.run(async_validate_pdf_signature(one, ValidationContext(trust_roots=[root])))
"""


def main() -> int:
    """Print medians per file and the two ratios."""
    logging.disable(logging.CRITICAL)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder))
        cases = [case for case in HONEST if case.name in NAMES]
        rows = [measured(files, case, rounds) for case in cases]
    print(f"{'file':28} {'whole check':>12} {'pyHanko child':>14} {'reading':>9} {'pyHanko call':>13}")
    for name, *figures in rows:
        print(f"{name:28} {figures[0]:11.0f}  {figures[1]:13.0f}  {figures[2]:8.1f}  {figures[3]:12.1f}   ms")
    whole = statistics.median(row[1] / row[2] for row in rows)
    inner = statistics.median(row[3] / row[4] for row in rows)
    print(f"median ratio of the whole check to a child with pyHanko alone: {whole:.2f}")
    print(f"median ratio of reading to pyHanko's call: {inner:.2f}")
    return 0


def measured(files: Files, case: Case, rounds: int) -> tuple[str, float, float, float, float]:
    """Return the medians in milliseconds for a case."""
    data, means = files.data(case), files.means(case)
    path = files.folder / "file.pdf"
    path.write_bytes(data)
    root = files.world.root.asn1
    command = [sys.executable, "-I", "-c", ALONE, str(path), str(means.trust[0])]
    deeds: list[Callable[[], object]] = [
        lambda: check_file(io.BytesIO(data), means, LIMIT_MB),
        lambda: subprocess.run(command, check=True),  # noqa: S603  # our own command on a file made here
        lambda: read(io.BytesIO(data), Against([root], [], case.moment), frozenset()),
        partial(pyhanko_call, data, root),
    ]
    timed = [[_milliseconds(deed) for deed in deeds] for _round in range(rounds)]
    first, second, third, fourth = (statistics.median(column) for column in zip(*timed, strict=True))
    return case.name, first, second, third, fourth


def pyhanko_call(data: bytes, root: object) -> None:
    """Open a file and validate its signatures as pyHanko's manual shows."""
    for one in PdfFileReader(io.BytesIO(data)).embedded_regular_signatures:
        asyncio.run(async_validate_pdf_signature(one, ValidationContext(trust_roots=[root])))


def _milliseconds(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
