"""Every table, imported once, so that the metadata is whole for migrations and tests."""

from tracker.models import (
    attestation,
    calendar_feed,
    campaign,
    catalogue,
    contact,
    contract,
    data_schedule,
    department,
    document,
    event,
    event_seal,
    letter,
    obligation,
    person,
    policy,
    portal,
    reminder_hold,
    request,
    requirement,
    review,
    saved_view,
    scheduler,
    signing,
    snooze,
    standing,
    task,
    trust_list,
    vendor,
    waiver,
)

TABLES = (
    attestation, calendar_feed, campaign, catalogue, contact, contract, data_schedule, department, document, event,
    event_seal, letter, obligation, person, policy, portal, reminder_hold, request, requirement, review, saved_view,
    scheduler, signing, snooze, standing, task, trust_list, vendor, waiver,
)  # fmt: skip
