"""Waves of campaigns: each vendor whose turn came is asked once, in a transaction of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.domain.days import day_after, plus_days
from tracker.domain.working_days import working_day_from
from tracker.models.campaign import Campaign, CampaignContract, CampaignVendor
from tracker.queries import obligations
from tracker.queries.campaign_plan import AskedVendor, asked_vendor
from tracker.services import requests
from tracker.services.reminders import reason_to_wait
from tracker.services.requests import NewRequest
from tracker.services.rules import RuleBroken
from tracker.services.work import Work


@dataclass(slots=True)
class Waved:
    """What one round did."""

    asked: int = 0
    hindered: int = 0
    waiting: int = 0

    @property
    def sentence(self) -> str:
        """Say it."""
        return f"asked {self.asked} vendors, {self.hindered} could not be asked, {self.waiting} wait"


def send_due(work: Work, commit: Callable[[], None]) -> Waved:
    """Ask the vendors whose turn came, on working days and from the hour of the daily letters on.

    Never more of a campaign on one day than its waves hold, however long nothing ran. `commit` ends each vendor:
    the request, its letter and the mark that the vendor was asked stand or fall together, so that a round that is
    killed goes on with the next vendor and asks nobody twice.
    """
    done = Waved()
    if reason_to_wait(work) is not None:
        return done
    for campaign_id in _running(work):
        for vendor_id in _due(work, campaign_id):
            _turn(work, campaign_id, vendor_id, done)
            commit()
    return done


def _running(work: Work) -> list[int]:
    statement = select(Campaign.id).where(Campaign.stopped_at.is_(None), Campaign.paused_at.is_(None))
    return list(work.session.scalars(statement.order_by(Campaign.id)))


def _due(work: Work, campaign_id: int) -> Iterator[int]:
    """Give the vendors to be asked today one by one, looking again each time: a pause or a stop counts at once."""
    waiting = (
        select(CampaignVendor.vendor_id)
        .join(Campaign, Campaign.id == CampaignVendor.campaign_id)
        .where(
            CampaignVendor.campaign_id == campaign_id,
            CampaignVendor.ask_on <= work.today,
            CampaignVendor.tried_on.is_(None),
            Campaign.stopped_at.is_(None),
            Campaign.paused_at.is_(None),
        )
        .order_by(CampaignVendor.wave, CampaignVendor.vendor_id)
        .limit(1)
    )
    tried = select(func.count()).where(CampaignVendor.campaign_id == campaign_id, CampaignVendor.tried_on == work.today)
    most = work.session.scalars(select(Campaign.per_wave).where(Campaign.id == campaign_id)).one()
    while (work.session.scalar(tried) or 0) < most:
        number = work.session.scalars(waiting).first()
        if number is None:
            return
        yield number


def _turn(work: Work, campaign_id: int, vendor_id: int, done: Waved) -> None:
    campaign = work.session.get_one(Campaign, campaign_id, with_for_update=True, populate_existing=True)
    row = work.session.get_one(CampaignVendor, (campaign_id, vendor_id), with_for_update=True, populate_existing=True)
    if row.tried_on is not None or campaign.stopped_at is not None or campaign.paused_at is not None:
        return
    contracts = select(CampaignContract.contract_id).where(
        CampaignContract.campaign_id == campaign_id, CampaignContract.vendor_id == vendor_id
    )
    found = asked_vendor(work.session, vendor_id, list(work.session.scalars(contracts)), work.today)
    if found.waits:
        row.hindrance, done.waiting = found.waits, done.waiting + 1
        row.ask_on = working_day_from(day_after(work.today), obligations.holidays(work.session))
    else:
        row.tried_on, row.hindrance = work.today, " ".join(found.hindrances)
        _ask(work, campaign, row, found)
        if row.request_id is None:
            done.hindered += 1
        else:
            done.asked += 1
    work.session.flush()


def _ask(work: Work, campaign: Campaign, row: CampaignVendor, found: AskedVendor) -> None:
    if found.person is None or not found.contract_ids:
        row.hindrance = row.hindrance or "Its contracts are not asked about any more."
        return
    new = NewRequest(
        row.vendor_id,
        found.contract_ids,
        found.person.contact_id,
        plus_days(work.today, campaign.due_days),
        campaign.message,
        version_id=campaign.version_id,
    )
    try:
        with work.session.begin_nested():
            row.request_id = requests.send(work, new).id
    except RuleBroken as broken:
        row.request_id = None
        row.hindrance = f"{row.hindrance} {broken.sentence}".strip()
