"""Fixtures of the pages that bring lists in."""

from io import BytesIO

import pytest

from tests.lists import COLUMNS, LIST, mapped


@pytest.fixture
def pia(visitors, cast):
    return visitors.person(cast.pia)


@pytest.fixture
def send(pia):
    """Send a file; gives the address of its import."""

    def sent(text=LIST, name="list.csv", kind="contracts", client=pia):
        data = text if isinstance(text, bytes) else text.encode()
        answer = client.post("/imports/new", data={"kind": kind, "file": (BytesIO(data), name)})
        assert answer.status_code == 303, answer.text
        return answer.location

    return sent


@pytest.fixture
def check(pia, send):
    """Send a file and check it with its columns as they were recognized; gives the address of its import."""

    def checked(text=LIST, name="list.csv", columns=COLUMNS, **more):
        path = send(text, name)
        answer = pia.post(f"{path}/columns", data=mapped(columns, **more))
        assert answer.status_code == 303, answer.text
        return path

    return checked
