"""The sample city: three years of history of vendors that do not exist, told relative to today.

Every deed is done by the service that does it on a page, in the order of time and at its own moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select

from tracker.documents.store import Store
from tracker.models.catalogue import DataElement
from tracker.services import reminder_runs, reminders, sample_city_signing
from tracker.services.sample_city_moments import moment_of, past, send_letters, work_day
from tracker.services.sample_city_people import is_settled, settle_people
from tracker.services.sample_city_plan import Deed, deeds_of
from tracker.services.sample_city_scene import City, Scene
from tracker.services.sample_city_versions import deeds_of_campaign, deeds_of_versions
from tracker.services.seed_files import seed
from tracker.services.work import TRACKER, Work

REMINDED_SINCE: Final = -42
MORNING: Final = 8
Progress = Callable[[int, int], None]


def settle(work: Work, store: Store, progress: Progress = lambda _done, _total: None) -> bool:
    """Put the sample city into the database; return False, and do nothing, when it is there already.

    Needs the catalogue and an application context (for the hash of the password). `progress` is told how many
    deeds are done, and of how many.
    """
    if is_settled(work):
        return False
    told = seed("sample_city")
    elements = {row.code: row.id for row in work.session.execute(select(DataElement.code, DataElement.id))}
    first = past(work, moment_of(work, told["began"], MORNING, 0))
    staff = settle_people(first)
    authority = sample_city_signing.settle_trust(replace(first, actor=staff.actors["adam"]), work.now)
    city = City(work, store, staff, elements, authority)
    scenes = [Scene(city, item) for item in told["vendor"]]
    deeds = [deed for turn, scene in enumerate(scenes) for deed in deeds_of(scene, turn)]
    deeds += _of_the_city(city, scenes)
    deeds.sort(key=lambda deed: (_moment(work, deed), deed.offset))
    for done, deed in enumerate(deeds, start=1):
        then = past(work, _moment(work, deed), deed.actor())
        deed.do(then)
        send_letters(then)
        progress(done, len(deeds))
    return True


def _moment(work: Work, deed: Deed) -> datetime:
    return moment_of(work, deed.offset, deed.hour, deed.minute)


def _of_the_city(city: City, scenes: list[Scene]) -> list[Deed]:
    days = [
        Deed(offset, MORNING, 0, lambda: TRACKER, _remind)
        for offset in range(REMINDED_SINCE + 1, 0)
        if work_day(city.work.today, offset) != work_day(city.work.today, offset - 1)
    ]
    return [
        Deed(REMINDED_SINCE, MORNING, 0, lambda: TRACKER, _begin_reminding),
        *days,
        *deeds_of_versions(city.staff.actors["olga"]),
        *deeds_of_campaign(scenes, (city.staff.actors["olga"], city.staff.actors["oscar"]), city.work.today),
    ]


def _begin_reminding(work: Work) -> None:
    reminders.settle(work, "reminders begin on this day in the sample city")


def _remind(work: Work) -> None:
    if reminders.reason_of_day(work) is None:
        reminder_runs.run(work, work.session.flush)
