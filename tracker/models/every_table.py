"""Every table, imported once, so that the metadata is whole for migrations and tests."""

from tracker.models import (
    attestation,
    calendar_feed,
    catalogue,
    contact,
    contract,
    data_schedule,
    department,
    document,
    event,
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
    snooze,
    standing,
    task,
    vendor,
    waiver,
)

TABLES = (
    attestation, calendar_feed, catalogue, contact, contract, data_schedule, department, document, event, letter,
    obligation, person, policy, portal, reminder_hold, request, requirement, review, saved_view, scheduler, snooze,
    standing, task, vendor, waiver,
)  # fmt: skip
