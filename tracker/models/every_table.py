"""Every table, imported once, so that the metadata is whole for migrations and tests."""

from tracker.models import (
    attestation,
    catalogue,
    contact,
    contract,
    data_schedule,
    department,
    document,
    event,
    letter,
    person,
    policy,
    portal,
    request,
    requirement,
    review,
    saved_view,
    scheduler,
    standing,
    vendor,
    waiver,
)

TABLES = (
    attestation, catalogue, contact, contract, data_schedule, department, document, event, letter, person, policy,
    portal, request, requirement, review, saved_view, scheduler, standing, vendor, waiver,
)  # fmt: skip
