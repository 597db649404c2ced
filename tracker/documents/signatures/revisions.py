"""A signed file as it was when somebody signed it: the same bytes, cut where that revision ended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from tracker.documents.signatures.ranges import hole_is_whole

END: Final = re.compile(rb"startxref[\r\n\t ]+\d+[\r\n\t ]+%%EOF")


class NoSuchRevision(LookupError):
    """No signature of the file covers that revision as a whole."""


def signed_revision(path: Path, number: int) -> bytes:
    """Return the file as it was when the signature of a revision (`Signature.revision`) was made.

    The bytes are those of the file, cut at the end of what the signature covers; nothing is written anew. Raises
    NoSuchRevision. The file is a stranger's: run this where its checks run.
    """
    with path.open("rb") as file:
        try:
            end = _end(PdfFileReader(file), number)
        except (PdfReadError, ValueError, KeyError, TypeError, AttributeError, AssertionError, IndexError) as error:
            raise NoSuchRevision(number) from error
        file.seek(0)
        return file.read(end)


def _end(reader: PdfFileReader, number: int) -> int:
    for name, _value, field in enumerate_sig_fields(reader, filled_status=True):
        embedded = EmbeddedPdfSignature(reader, field, name)
        if embedded.signed_revision == number and hole_is_whole(embedded, reader.stream):
            return int(embedded.byte_range[2]) + int(embedded.byte_range[3])
    raise NoSuchRevision(number)


def loose_end(embedded: EmbeddedPdfSignature) -> str:
    """Say that bytes stand behind what is covered that no revision of the file holds; empty for none.

    A tail that ends as a PDF does and points back to the signed revision looks like an update, and is none.
    """
    stream, reader = embedded.reader.stream, embedded.reader
    stream.seek(int(embedded.byte_range[2]) + int(embedded.byte_range[3]))
    behind = stream.read()
    later = reader.xrefs.total_revisions - 1 - embedded.signed_revision
    ends = list(END.finditer(behind))
    left = behind[ends[-1].end() if later and ends else 0 :].strip(b" \t\r\n\f\0\x1a")
    if len(ends) != later or left:
        return "bytes stand behind the end of what was signed that belong to no revision of the file"
    return ""
