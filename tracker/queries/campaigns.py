"""Campaigns and how far they are: who was asked, opened, answered, was accepted, and who has not answered."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.facts import StepKind
from tracker.models.attestation import Attestation
from tracker.models.campaign import Campaign, CampaignContract, CampaignVendor
from tracker.models.contact import Contact
from tracker.models.person import Person
from tracker.models.request import Request
from tracker.models.requirement import RequirementVersion
from tracker.models.vendor import Vendor
from tracker.queries.requests import last_step


class Progress(StrEnum):
    """Where a vendor of a campaign stands."""

    WAITING = "waiting"
    HINDERED = "could not be asked"
    ASKED = "asked"
    OPENED = "opened"
    ANSWERED = "answered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


NOT_ANSWERED = (Progress.ASKED, Progress.OPENED)
OF_STEP = {
    StepKind.SENT: Progress.ASKED,
    StepKind.OPENED: Progress.OPENED,
    StepKind.SUBMITTED: Progress.ANSWERED,
    StepKind.RETURNED: Progress.RETURNED,
    StepKind.ACCEPTED: Progress.ACCEPTED,
    StepKind.REVOKED: Progress.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign; moments are UTC, days are of the city."""

    id: int
    name: str
    message: str
    version: int
    per_wave: int
    first_on: date
    due_days: int
    started_at: datetime
    started_by: str | None
    paused_at: datetime | None
    stopped_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A vendor of a campaign with its request, once there is one."""

    vendor_id: int
    vendor: str
    wave: int
    ask_on: date
    tried_on: date | None
    hindrance: str
    contracts: int
    request_id: int | None
    request: str | None
    contact: str | None
    due_on: date | None
    opened_at: datetime | None
    submitted_at: datetime | None
    step: str | None

    @property
    def progress(self) -> Progress:
        """Where it stands."""
        if self.step is not None:
            return OF_STEP[StepKind(self.step)]
        return Progress.WAITING if self.tried_on is None else Progress.HINDERED

    def days_silent(self, today: date) -> int | None:
        """For how many days it was asked and has not answered; None when it has, or was not asked."""
        return (today - self.tried_on).days if self.tried_on and self.progress in NOT_ANSWERED else None


def listing(session: Session, campaign_id: int | None = None) -> list[CampaignRow]:
    """Return all campaigns, newest first, or one of them."""
    statement = (
        select(
            Campaign.id, Campaign.name, Campaign.message, RequirementVersion.number, Campaign.per_wave,
            Campaign.first_on, Campaign.due_days, Campaign.started_at, Person.name.label("by"), Campaign.paused_at,
            Campaign.stopped_at, Campaign.reason,
        )
        .join(RequirementVersion, RequirementVersion.id == Campaign.version_id)
        .outerjoin(Person, Person.id == Campaign.started_by_id)
        .order_by(Campaign.id.desc())
    )  # fmt: skip
    if campaign_id is not None:
        statement = statement.where(Campaign.id == campaign_id)
    return [CampaignRow(*tuple(row)) for row in session.execute(statement)]


def turns_of(session: Session, campaign_id: int) -> list[TurnRow]:
    """Return the vendors of a campaign by wave and name."""
    contracts = select(func.count()).where(
        CampaignContract.campaign_id == campaign_id, CampaignContract.vendor_id == CampaignVendor.vendor_id
    )
    submitted = select(func.max(Attestation.submitted_at)).where(Attestation.request_id == Request.id)
    statement = (
        select(
            CampaignVendor.vendor_id, Vendor.name, CampaignVendor.wave, CampaignVendor.ask_on, CampaignVendor.tried_on,
            CampaignVendor.hindrance, contracts.correlate(CampaignVendor).scalar_subquery(), Request.id,
            Request.number, Contact.name.label("contact"), Request.due_on, Request.opened_at,
            submitted.correlate(Request).scalar_subquery(), last_step(),
        )
        .join(Vendor, Vendor.id == CampaignVendor.vendor_id)
        .outerjoin(Request, Request.id == CampaignVendor.request_id)
        .outerjoin(Contact, Contact.id == Request.contact_id)
        .where(CampaignVendor.campaign_id == campaign_id)
        .order_by(CampaignVendor.wave, Vendor.name, CampaignVendor.vendor_id)
    )  # fmt: skip
    return [TurnRow(*tuple(row)) for row in session.execute(statement)]


def counted(rows: list[TurnRow]) -> dict[Progress, int]:
    """Return how many vendors stand where."""
    found = Counter(row.progress for row in rows)
    return {progress: found[progress] for progress in Progress}
