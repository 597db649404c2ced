"""The sample city: three years of history of vendors that do not exist, told relative to today.

Every deed is done by the service that does it on a page, in the order of time and at its own moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import select

from tracker.documents.store import Store
from tracker.models.catalogue import DataElement
from tracker.models.contract import Contract
from tracker.models.requirement import Clause, RequirementVersion
from tracker.services import events, reminder_runs, reminders, sample_city_signing, standings
from tracker.services.sample_city_moments import moment_of, past, send_letters, work_day
from tracker.services.sample_city_people import is_settled, settle_people
from tracker.services.sample_city_plan import Deed, deeds_of
from tracker.services.sample_city_scene import City, Scene
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
    deeds = [deed for turn, item in enumerate(told["vendor"]) for deed in deeds_of(Scene(city, item), turn)]
    deeds += _of_the_city(city)
    deeds.sort(key=lambda deed: (_moment(work, deed), deed.offset))
    for done, deed in enumerate(deeds, start=1):
        then = past(work, _moment(work, deed), deed.actor())
        deed.do(then)
        send_letters(then)
        progress(done, len(deeds))
    return True


def _moment(work: Work, deed: Deed) -> datetime:
    return moment_of(work, deed.offset, deed.hour, deed.minute)


def _of_the_city(city: City) -> list[Deed]:
    olga = city.staff.actors["olga"]
    published = seed("sample_city")["version"]["published"]
    days = [
        Deed(offset, MORNING, 0, lambda: TRACKER, _remind)
        for offset in range(REMINDED_SINCE + 1, 0)
        if work_day(city.work.today, offset) != work_day(city.work.today, offset - 1)
    ]
    return [
        Deed(published, 12, 0, lambda: olga, partial(_publish, city)),
        Deed(REMINDED_SINCE, MORNING, 0, lambda: TRACKER, _begin_reminding),
        *days,
    ]


def _begin_reminding(work: Work) -> None:
    reminders.settle(work, "reminders begin on this day in the sample city")


def _remind(work: Work) -> None:
    if reminders.reason_of_day(work) is None:
        reminder_runs.run(work, work.session.flush)


def _publish(city: City, work: Work) -> None:
    """Publish the next version of the requirements: the clauses of the one before, changed and added to."""
    told, session = seed("sample_city")["version"], work.session
    before = session.scalars(select(RequirementVersion).order_by(RequirementVersion.number.desc()).limit(1)).one()
    version = RequirementVersion(
        set_id=before.set_id,
        number=told["number"],
        effective_on=city.work.today + timedelta(days=told["effective"]),
        grace_days=told["grace_days"],
        note=told["note"],
    )
    session.add(version)
    session.flush()
    clauses = {row.code: row for row in session.scalars(select(Clause).where(Clause.version_id == before.id))}
    texts = {item["code"]: item for item in told["clause"]}
    rows = [
        Clause(
            version_id=version.id,
            code=code,
            text=texts.get(code, {}).get("text", row.text),
            rule=row.rule,
            principle=row.principle,
            position=row.position,
        )
        for code, row in clauses.items()
    ]
    rows += [Clause(version_id=version.id, position=len(rows) + 1, **item) for item in told["clause"] if "rule" in item]
    session.add_all(rows)
    session.flush()
    # Last, because the database takes no clause for a version that is published.
    version.published_at = work.now
    session.flush()
    sentence = f"published version {version.number} of the requirements: {version.note}"
    events.record(work, "requirement:published", sentence, ("requirement", version.id))
    standings.refresh(work, session.scalars(select(Contract.id)))
