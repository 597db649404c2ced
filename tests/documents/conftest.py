"""A store in a folder of the test, and PDFs made by the test."""

from io import BytesIO

import pikepdf
import pytest

from tracker.documents.store import Store


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def store(folder):
    return Store(f"file:{folder}")


@pytest.fixture
def made():
    """Give a PDF of one page, changed before it is saved."""

    def make(change=None, **options):
        pdf = pikepdf.new()
        pdf.add_blank_page(page_size=(612, 792))
        if change:
            change(pdf)
        file = BytesIO()
        pdf.save(file, **options)
        return file.getvalue()

    return make
