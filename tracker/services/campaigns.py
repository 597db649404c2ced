"""Campaigns: all vendors that a published version leaves behind are asked, so many on each working day."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import insert, select, update

from tracker.domain.days import day_words
from tracker.domain.working_days import working_day_from
from tracker.models.campaign import Campaign, CampaignContract, CampaignVendor
from tracker.models.requirement import RequirementVersion
from tracker.queries import obligations
from tracker.queries.campaign_plan import turns
from tracker.queries.requirement_drafts import clauses_of
from tracker.queries.version_outlook import VersionOutlook, as_version, version_outlook
from tracker.services import events
from tracker.services.requests import LONGEST_MESSAGE
from tracker.services.rules import Conflict, RuleBroken
from tracker.services.work import Work

MOST_PER_WAVE: Final = 1000
LONGEST_NAME: Final = 200
LONGEST_DUE: Final = 365


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """How vendors are asked: so many on each working day from `first_on` on, each with `due_days` to answer."""

    name: str
    message: str
    per_wave: int
    first_on: date
    due_days: int


def check(work: Work, version: RequirementVersion, new: NewCampaign) -> None:
    """Raise RuleBroken on the field that makes no sense, or when the version is not published."""
    if version.published_at is None:
        raise RuleBroken("", "Publish the version first.")
    if not new.name.strip() or len(new.name) > LONGEST_NAME:
        raise RuleBroken("name", f"Give it a name of at most {LONGEST_NAME} characters.")
    if len(new.message) > LONGEST_MESSAGE:
        raise RuleBroken("message", f"Shorten the message to {LONGEST_MESSAGE:,} characters.")
    if not 1 <= new.per_wave <= MOST_PER_WAVE:
        raise RuleBroken("per_wave", f"Type how many vendors a day, from 1 to {MOST_PER_WAVE:,}.")
    if new.first_on < work.today:
        raise RuleBroken("first_on", "Choose today or a later day.")
    if not 1 <= new.due_days <= LONGEST_DUE:
        raise RuleBroken("due_days", f"Type a number of days from 1 to {LONGEST_DUE}.")


def outlook_of(work: Work, version: RequirementVersion) -> VersionOutlook:
    """Return which contracts a published version leaves behind from the city's day on."""
    told = as_version(version.number, version.effective_on, version.grace_days, clauses_of(work.session, version.id))
    return version_outlook(work.session, told, work.today)


def start(work: Work, version: RequirementVersion, new: NewCampaign) -> Campaign:
    """Start a campaign: fix its vendors, their contracts and the day of each; a job sends. Flushes.

    Raises RuleBroken like `check`, and when nobody is to be asked; Conflict when one runs for this version already.
    """
    work.session.execute(select(RequirementVersion.id).where(RequirementVersion.id == version.id).with_for_update())
    check(work, version, new)
    running = select(Campaign.id).where(Campaign.version_id == version.id, Campaign.stopped_at.is_(None))
    if work.session.scalars(running).first() is not None:
        raise Conflict("", f"A campaign for version {version.number} was started already; stop it before a new one.")
    rows = outlook_of(work, version).rows
    if not rows:
        raise RuleBroken("", "This version leaves no contract behind, so there is nobody to ask.")
    campaign = Campaign(
        version_id=version.id,
        name=new.name.strip(),
        message=new.message.strip(),
        per_wave=new.per_wave,
        started_at=work.now,
        started_by_id=work.actor.id if work.actor.kind == "person" else None,
        first_on=new.first_on,
        due_days=new.due_days,
    )
    work.session.add(campaign)
    work.session.flush()
    found = turns(work.session, rows, new.per_wave, new.first_on, obligations.holidays(work.session))
    vendors = [
        {"campaign_id": campaign.id, "vendor_id": item.vendor_id, "wave": item.wave, "ask_on": item.ask_on,
         "hindrance": ""}
        for item in found
    ]  # fmt: skip
    contracts = [
        {"campaign_id": campaign.id, "contract_id": row.contract_id, "vendor_id": row.vendor_id, "out_on": row.out_on}
        for row in rows
    ]
    work.session.execute(insert(CampaignVendor), vendors)
    work.session.execute(insert(CampaignContract), contracts)
    said = f"started the campaign {campaign.name}: {len(found):,} vendors, from {day_words(found[0].ask_on)}"
    _record(work, campaign, "started", f"{said} through {day_words(found[-1].ask_on)}")
    return campaign


def pause(work: Work, campaign: Campaign, reason: str) -> None:
    """Send nothing more until it is resumed. Raises RuleBroken on `reason`, and when it does not run."""
    _check(work, campaign, reason)
    if campaign.paused_at is not None:
        raise RuleBroken("", "This campaign is paused already.")
    campaign.paused_at, campaign.reason = work.now, reason.strip()
    _record(work, campaign, "paused", f"paused the campaign {campaign.name}: {reason.strip()}")


def resume(work: Work, campaign: Campaign) -> None:
    """Go on with the vendors that were not asked yet, from the next working day on. Raises RuleBroken."""
    _lock(work, campaign)
    if campaign.stopped_at is not None or campaign.paused_at is None:
        raise RuleBroken("", "This campaign is not paused.")
    campaign.paused_at, campaign.reason = None, ""
    _record(work, campaign, "resumed", f"resumed the campaign {campaign.name}")


def stop(work: Work, campaign: Campaign, reason: str) -> None:
    """Ask nobody more; what was sent stays open. Raises RuleBroken on `reason`, and when it was stopped."""
    _check(work, campaign, reason)
    campaign.stopped_at, campaign.reason = work.now, reason.strip()
    _record(work, campaign, "stopped", f"stopped the campaign {campaign.name}: {reason.strip()}")


def try_again(work: Work, campaign: Campaign) -> int:
    """Give another turn to each vendor that could not be asked, on the next working day; return how many."""
    _lock(work, campaign)
    if campaign.stopped_at is not None:
        raise RuleBroken("", "This campaign was stopped.")
    day = working_day_from(work.today, obligations.holidays(work.session))
    again = (
        update(CampaignVendor)
        .where(
            CampaignVendor.campaign_id == campaign.id,
            CampaignVendor.request_id.is_(None),
            CampaignVendor.tried_on.is_not(None),
        )
        .values(tried_on=None, ask_on=day)
        .returning(CampaignVendor.vendor_id)
    )
    number = len(work.session.scalars(again.execution_options(synchronize_session=False)).all())
    if not number:
        raise RuleBroken("", "Every vendor whose turn came was asked.")
    _record(work, campaign, "tried-again", f"gave {number:,} vendors of the campaign {campaign.name} another turn")
    return number


def _check(work: Work, campaign: Campaign, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason", "Say why.")
    _lock(work, campaign)
    if campaign.stopped_at is not None:
        raise RuleBroken("", "This campaign was stopped already.")


def _lock(work: Work, campaign: Campaign) -> None:
    work.session.refresh(campaign, with_for_update=True)


def _record(work: Work, campaign: Campaign, deed: str, sentence: str) -> None:
    work.session.flush()
    subjects = [("campaign", campaign.id), ("requirement", campaign.version_id)]
    events.record(work, f"campaign:{deed}", sentence, *subjects)
