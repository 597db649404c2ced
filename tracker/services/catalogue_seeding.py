"""Catalogue, first requirement version, policy and holidays of a new installation."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import holidays
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tracker.models.catalogue import DataElement, DataSubject
from tracker.models.policy import Holiday, PolicyRow
from tracker.models.requirement import Clause, RequirementSet, RequirementVersion
from tracker.services import events
from tracker.services.seed_files import seed
from tracker.services.work import Work

Row = dict[str, Any]


def load(work: Work) -> int:
    """Add what is missing of the catalogue and return the number of rows added.

    Rows are known by their codes, versions by their number, the policy by there being one; what stands there
    already stays as it was edited. Records one event when something was added.
    """
    session = work.session
    added = _add_missing(session, DataElement, element_rows())
    added += _add_missing(session, DataSubject, subject_rows())
    added += _add_requirements(work)
    added += _add_policy(work)
    added += _add_holidays(session)
    session.flush()
    if added:
        events.record(work, "catalogue:loaded", f"loaded the catalogue of data, requirements and policy ({added} rows)")
    return added


def element_rows() -> list[Row]:
    """Return the 57 elements and the "other" of each of the 13 groups, in the catalogue's order."""
    rows: list[Row] = []
    for group in seed("elements")["group"]:
        other = {**group["other"], "name": "Other, please specify", "is_other": True}
        rows += [_element(group["name"], item) for item in [*group["elements"], other]]
    return [{**row, "position": number} for number, row in enumerate(rows, start=1)]


def _element(group_name: str, item: Mapping[str, Any]) -> Row:
    return {
        "code": item["code"],
        "group_name": group_name,
        "name": item["name"],
        "tier": item["tier"],
        "sensitive": item.get("sensitive", False),
        "breach_trigger": item.get("breach_trigger", False),
        "is_other": item.get("is_other", False),
        "fideslang_key": item.get("fideslang"),
    }


def subject_rows() -> list[Row]:
    """Return the kinds of people whose data it is, in order."""
    return [{**item, "position": number} for number, item in enumerate(seed("subjects")["subject"], start=1)]


def _add_missing(session: Session, model: type[DataElement] | type[DataSubject], rows: Iterable[Row]) -> int:
    present = set(session.scalars(select(model.code)))
    missing = [row for row in rows if row["code"] not in present]
    if missing:
        session.execute(insert(model), missing)
    return len(missing)


def _add_requirements(work: Work) -> int:
    session, told = work.session, seed("requirements")
    found = session.scalars(select(RequirementSet).where(RequirementSet.code == told["code"])).first()
    if found is not None:
        return 0
    requirement_set = RequirementSet(code=told["code"], name=told["name"])
    session.add(requirement_set)
    session.flush()
    version = RequirementVersion(
        set_id=requirement_set.id,
        number=told["version"]["number"],
        effective_on=told["version"]["effective_on"],
        grace_days=told["version"]["grace_days"],
        note=told["version"]["note"],
    )
    session.add(version)
    session.flush()
    rows = [
        {**clause, "version_id": version.id, "position": number}
        for number, clause in enumerate(told["clause"], start=1)
    ]
    session.execute(insert(Clause), rows)
    # Last, because the database takes no clause for a version that is published.
    version.published_at = noon(work, told["version"]["published_on"])
    session.flush()
    return len(rows) + 2


def _add_policy(work: Work) -> int:
    if work.session.scalar(select(func.count()).select_from(PolicyRow)):
        return 0
    told = seed("policy")
    work.session.add(
        PolicyRow(
            notice_days=told["notice_days"],
            term_months=told["term_months"],
            request_due_days=told["request_due_days"],
            breach_notice_hours=told["breach_notice_hours"],
            disposal_days=told["disposal_days"],
            digest_hour=told["digest_hour"],
            reminder_steps=told["reminder_step"],
            recorded_at=noon(work, told["recorded_on"]),
        )
    )
    return 1


def _add_holidays(session: Session) -> int:
    # Holidays that were deleted by hand must not come back, so they are loaded once.
    if session.scalar(select(func.count()).select_from(Holiday)):
        return 0
    rows = [{"on_day": day, "name": name} for day, name in sorted(holiday_names().items())]
    session.execute(insert(Holiday), rows)
    return len(rows)


def holiday_names() -> dict[date, str]:
    """Return the holidays of the United States and of California on which the city's offices are closed."""
    told = seed("policy")["holidays"]
    years = range(told["first_year"], told["last_year"] + 1)
    found: dict[date, str] = {}
    for subdivision in ("CA", None):
        calendar = holidays.country_holidays("US", subdiv=subdivision, years=years)
        for day in calendar:
            names = [name for name in calendar.get_list(day) if name not in told["working"]]
            if names:
                found.setdefault(day, names[0])
    return found


def noon(work: Work, day: date) -> datetime:
    """Return noon of a day in the city, as a moment in UTC."""
    return datetime.combine(day, time(12), work.settings.zone).astimezone(UTC)
