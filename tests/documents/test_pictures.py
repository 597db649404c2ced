"""A page of a received PDF as a picture, drawn in a process of its own and kept."""

from io import BytesIO

import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from tracker.documents import child, pictures
from tracker.documents.pictures import picture


def put(store, data):
    return store.put(BytesIO(data), 10**7).digest


def colours(png):
    with Image.open(BytesIO(png)) as image:
        return image.size, sum(count > 0 for count in image.convert("L").histogram())


def test_a_page_is_drawn_once_and_then_kept(store, made, monkeypatch, tmp_path):
    digest = put(store, made())
    first = picture(store, digest, 1)
    assert first is not None
    assert colours(first)[0] == (1000, 1295)
    monkeypatch.setattr(pictures, "SCRIPT", tmp_path / "none.py")
    assert picture(store, digest, 1) == first
    with pytest.raises(child.CouldNotCheck):
        picture(store, digest, 1, large=True)


def test_a_page_that_is_not_there_is_none(store, made):
    digest = put(store, made())
    assert picture(store, digest, 2) is None
    assert picture(store, digest, 0) is None


def test_what_stands_in_a_form_field_is_seen(store, made):
    def field(pdf):
        look = Stream(pdf, b"0 0 200 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 40])
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="a", Rect=[50, 50, 250, 90], AP=Dictionary(N=look)
            )
        )
        pdf.pages[0].Annots = Array([widget])
        pdf.Root.AcroForm = Dictionary(Fields=Array([widget]))

    drawn = picture(store, put(store, made(field)), 1)
    assert drawn is not None
    assert colours(drawn)[1] > 1


def test_a_huge_page_is_drawn_small(store, made):
    def huge(pdf):
        pdf.pages[0].mediabox = [0, 0, 10, 14_400]

    drawn = picture(store, put(store, made(huge)), 1)
    assert drawn is not None
    (width, height), _colours = colours(drawn)
    assert width * height <= 9_200_000


def test_a_crash_is_no_picture(store, made, monkeypatch, tmp_path):
    crash = tmp_path / "crash.py"
    crash.write_text("import os; os.abort()")
    monkeypatch.setattr(pictures, "SCRIPT", crash)
    with pytest.raises(child.CouldNotCheck):
        picture(store, put(store, made()), 1)
