"""Looks at the signatures of one PDF in a process of its own and prints the facts as JSON.

Run as a script with one argument, a JSON object: file, trust, lists (paths), moment (ISO 8601), city (fingerprints).
"""

import json
import logging
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.misc import PdfReadError

from tracker.documents.confined import confine
from tracker.documents.signatures.context import Against
from tracker.documents.signatures.reading import TooMany, read
from tracker.documents.signatures.trust import certificates, revocation_lists

ODD = "The structure of the file could not be followed, so that nothing can be said about signatures in it."
MANY = "The file holds more signatures than a document can need; they were not looked at."


def look(asked: dict[str, Any]) -> dict[str, object]:
    """Return {"signatures": [...]}, or {"unreadable": why} for a file that cannot be read as a PDF."""
    roots = [one for path in asked["trust"] for one in certificates(Path(path).read_bytes())]
    lists = [one for path in asked["lists"] for one in revocation_lists(Path(path).read_bytes())]
    against = Against(roots, lists, datetime.fromisoformat(asked["moment"]))
    with Path(asked["file"]).open("rb") as file:
        try:
            found = read(file, against, frozenset(asked["city"]))
        except TooMany:
            return {"unreadable": MANY}
        except (PdfReadError, ValueError, RecursionError):
            return {"unreadable": ODD}
    return {"signatures": [asdict(signature) for signature in found]}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # pyHanko logs signers' names
    confine()
    sys.stdout.write(json.dumps(look(json.loads(sys.argv[1]))))
