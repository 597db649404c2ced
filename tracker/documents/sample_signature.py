"""A typed name on the last page of a PDF: papers of the sample city look signed, and say that they are samples."""

import io

import pikepdf
from pikepdf import Name

LEFT, ABOVE_FOOT = 90, 72
FONT = "/SampleSignature"


def signed(pdf: bytes, signer: str, day: str) -> bytes:
    """Return the PDF with the signer's name and the day written at the foot of its last page."""
    said = f"{signer}, {day} (sample signature)"
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[-1]
        font = pikepdf.Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Italic"), Encoding=Name.WinAnsiEncoding
        )
        page.add_resource(font, Name.Font, Name(FONT))
        page.contents_add(_ink(said), prepend=False)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _ink(said: str) -> bytes:
    text = said.encode("cp1252", errors="replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    place = f"1 0 0 1 {LEFT} {ABOVE_FOOT} Tm".encode()
    return b"/Artifact BMC q 0.1 0.2 0.55 rg BT " + FONT.encode() + b" 16 Tf " + place + b" (" + text + b") Tj ET Q EMC"
