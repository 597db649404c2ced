"""How many pages a PDF of our own making has."""

import io

import pikepdf


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has that the tracker made; what others send is counted by pdf_check, in a child."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)
