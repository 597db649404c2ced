"""A city whose vendors' coverage ends on staggered days, and somebody who writes letters all the time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests import cast as people
from tests.attested import attest, share
from tests.databases import settings_for
from tests.mail.letters_for_tests import CITY
from tracker.clock import Clock
from tracker.config import Settings
from tracker.database import prepare_engine
from tracker.domain.days import day_after
from tracker.mail.notice import notice
from tracker.services import letters
from tracker.services.letters import Recipient
from tracker.services.work import TRACKER, Work

FIRST_DAY = date(2026, 11, 23)
SATURDAY = 5
PAUSE = 0.2


@dataclass(slots=True)
class City:
    """A database that the program works on, and the day that it is there."""

    url: str
    folder: Path
    mail_url: str
    zone: str
    today: date = FIRST_DAY
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = create_engine(self.url, connect_args={"timeout": 30} if "sqlite" in self.url else {})
        prepare_engine(self.engine)

    @property
    def environment(self) -> dict[str, str]:
        """What the program is told: sample mode, because only there the day can be set."""
        return {
            "TRACKER_DATABASE_URL": self.url,
            "TRACKER_FILES_URL": f"file:{self.folder}/files",
            "TRACKER_MAIL_URL": self.mail_url,
            "TRACKER_SAMPLE_MODE": "1",
            "TRACKER_TODAY": self.today.isoformat(),
            "TRACKER_TIME_ZONE": self.zone,
            "TRACKER_LOG_LEVEL": "WARNING",
        }

    def next_day(self) -> None:
        """Go on to the next day that is not on a weekend."""
        self.today = day_after(self.today)
        while self.today.weekday() >= SATURDAY:
            self.today = day_after(self.today)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Give a unit of work that is committed at the end."""
        with Session(self.engine) as session:
            clock = Clock(ZoneInfo(self.zone), fixed_day=self.today)
            yield Work(session, TRACKER, clock, self._settings())
            session.commit()

    def _settings(self) -> Settings:
        return settings_for(self.url, self.folder)


def zone_where_it_is_noon() -> str:
    """Name a zone in which the set day will not end while the harness runs."""
    utc = Clock(ZoneInfo("UTC")).now().hour
    behind = (utc - 11) % 24
    return f"Etc/GMT+{behind}" if behind <= 12 else f"Etc/GMT-{24 - behind}"


def settle(city: City, vendors: int) -> None:
    """Add the cast, and vendors whose coverage ends one day after another around the first day."""
    with city.work() as work:
        cast = people.settle(work)
        for number in range(vendors):
            _vendor(work, cast, number, FIRST_DAY + timedelta(days=number % 60 - 5))


def _vendor(work: Work, cast: people.Cast, number: int, through: date) -> None:
    session = work.session
    vendor = people._vendor(session, f"F-{number}", f"Vendor {number}")
    people._contact(session, vendor, f"Contact {number}", f"contact-{number}@vendor.example")
    contract = people._contract(session, f"FC-{number}", f"Contract {number}", vendor, cast.library, cast.pia)
    share(work, contract)
    attest(work, contract, cast.oscar, through)


class Writer(threading.Thread):
    """Writes a notice every moment, each with a word of its own in the subject, until told to end."""

    def __init__(self, city: City) -> None:
        super().__init__(daemon=True)
        self.city = city
        self.ended = threading.Event()
        self.written = 0

    def run(self) -> None:
        for number in count(1):
            if self.ended.wait(PAUSE):
                return
            try:
                with self.city.work() as work:
                    write(work, number)
            except OperationalError:
                continue
            self.written += 1

    def end(self) -> None:
        self.ended.set()
        self.join()


def write(work: Work, number: int) -> None:
    """Write one notice, as pages do."""
    composed = notice(CITY, "Cora", f"Notice no. {number}", ["Something happened."], "Open", f"{CITY.base_url}/x")
    to = Recipient(f"reader-{number % 40}@vendor.example", "Reader")
    letters.write(work, composed, key=f"notice:{number}", kind="notice", to=to)
