"""The second database of the tests is a real PostgreSQL."""

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import postgres_url

pytestmark = pytest.mark.postgres


def test_a_real_postgresql_answers():
    engine = create_engine(postgres_url())
    with engine.connect() as connection:
        answer = connection.scalar(text("select version()"))
        own = connection.scalar(text("select current_database()"))
    engine.dispose()
    assert answer.startswith("PostgreSQL 1")
    assert own.startswith("tracker_")


def test_each_worker_has_a_database_of_its_own():
    assert postgres_url("gw98") != postgres_url("gw99")
    assert postgres_url("gw98") == postgres_url("gw98")
