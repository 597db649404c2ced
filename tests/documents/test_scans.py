"""Pictures of signed paper become one PDF; what cameras write beside them does not go along."""

from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from tracker.documents import child, scans
from tracker.documents.intake import Refused
from tracker.documents.scans import take_sent

LIMIT_MB = 5


def jpeg(size=(400, 300), rotated=1):
    image, out = Image.new("RGB", size, "beige"), BytesIO()
    exif = image.getexif()
    exif[0x0112] = rotated
    exif[0x010F] = "SecretCamera"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def png(mode="RGBA", size=(300, 400)):
    out = BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return out.getvalue()


def tiff(pages):
    frames, out = [Image.new("1", (800, 1000), 1) for _ in range(pages)], BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
    return out.getvalue()


def taken(store, *files, pictures=True):
    return take_sent([(BytesIO(data), name) for name, data in files], store, LIMIT_MB, pictures=pictures)


def refused(store, *files, pictures=True):
    with pytest.raises(Refused) as caught:
        taken(store, *files, pictures=pictures)
    return caught.value.reason


def kept(store, digest):
    with store.open(digest) as file:
        return file.read()


def test_several_pictures_become_one_document_in_their_order(store):
    files = [("Page 1.JPG", jpeg()), ("2.png", png()), ("rest.tif", tiff(3))]
    new = taken(store, *files)
    data = kept(store, new.digest)
    assert (new.pages, new.name, new.media_type) == (5, "Page 1.pdf", "application/pdf")
    assert new.originals == tuple((sha256(one).hexdigest(), len(one)) for _name, one in files)
    with pikepdf.open(BytesIO(data)) as pdf:
        wide = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]
        assert wide == [True, False, False, False, False]
        assert dict(pdf.docinfo) == {}
    assert b"SecretCamera" not in data


def test_a_picture_is_turned_as_the_camera_was_held(store):
    new = taken(store, ("a.jpg", jpeg(rotated=6)))
    with pikepdf.open(BytesIO(kept(store, new.digest))) as pdf:
        assert float(pdf.pages[0].mediabox[2]) < float(pdf.pages[0].mediabox[3])


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_pictures_of_every_depth_are_taken(store, mode):
    assert taken(store, ("a.png", png(mode))).pages == 1


def test_the_same_pictures_twice_are_one_document(store):
    assert taken(store, ("a.jpg", jpeg())).digest == taken(store, ("a.jpg", jpeg())).digest


def test_pictures_are_refused_where_paper_does_not_suffice(store):
    assert refused(store, ("a.jpg", jpeg()), pictures=False) == "pictures"


def test_one_pdf_or_pictures_but_not_both(store, made):
    assert refused(store, ("a.jpg", jpeg()), ("a.pdf", made())) == "several"
    assert refused(store, ("a.pdf", made()), ("b.pdf", made())) == "several"
    assert taken(store, ("a.jpg", made())).name == "a.jpg.pdf"


def test_a_decompression_bomb_is_refused(store):
    assert refused(store, ("a.png", png("1", (20_000, 20_000)))) == "large picture"


@pytest.mark.parametrize("data", [jpeg()[:300], b"\x89PNG\r\n\x1a\n" + b"\0" * 500, tiff(1)[:120]])
def test_a_damaged_picture_is_refused(store, data):
    assert refused(store, ("a.png", data)) == "picture unreadable"


def test_a_tiff_of_too_many_pages_is_refused(store):
    assert refused(store, ("a.tif", tiff(101))) == "too many pictures"


def test_markup_behind_a_picture_does_not_go_along(store):
    new = taken(store, ("a.jpg", jpeg() + b"<script>alert(1)</script>"))
    assert b"<script>" not in kept(store, new.digest)


def test_a_crash_while_pictures_are_read_is_no_verdict(store, monkeypatch, tmp_path):
    crash = tmp_path / "crash.py"
    crash.write_text("import os; os.abort()")
    monkeypatch.setattr(scans, "SCRIPT", crash)
    with pytest.raises(child.CouldNotCheck):
        taken(store, ("a.jpg", jpeg()))
