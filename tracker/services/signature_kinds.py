"""Which ways to sign suffice: decided by requirement set, from now on."""

from collections.abc import Collection

from tracker.domain.signature_kinds import ALL_KINDS, SignatureKind
from tracker.models.requirement import RequirementSet
from tracker.services import city_seal, events
from tracker.services.rules import RuleBroken
from tracker.services.work import Work


def choose(work: Work, requirement_set: RequirementSet, kinds: Collection[SignatureKind]) -> RequirementSet:
    """Let these ways to sign suffice for a set, and flush; what was received before stays.

    Raises RuleBroken on `kinds` when none is chosen, or only one that nobody can use.
    """
    chosen = [kind.value for kind in ALL_KINDS if kind in kinds]
    if not chosen:
        raise RuleBroken("kinds", "Choose at least one way to sign.")
    if chosen == [SignatureKind.SCREEN] and not city_seal.is_ready(work):
        raise RuleBroken(
            "kinds", "Nobody can sign on screen before the city has a key of its own; let another way suffice too."
        )
    before = requirement_set.signature_kinds or [kind.value for kind in ALL_KINDS]
    if before == chosen:
        return requirement_set
    requirement_set.signature_kinds = chosen
    work.session.flush()
    events.record(
        work,
        "requirement:signatures",
        f"lets these ways to sign suffice for {requirement_set.name}: {', '.join(chosen)}",
        ("requirement", requirement_set.id),
        details=events.changes({"signature_kinds": before}, {"signature_kinds": chosen}),
    )
    return requirement_set
