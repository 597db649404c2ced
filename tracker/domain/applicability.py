"""Applicability: which clauses of a version apply to a contract, and why."""

from __future__ import annotations

from tracker.domain.policy import RequirementVersion
from tracker.domain.rule import Rule, RuleKind, applies

__all__ = ["Rule", "RuleKind", "applicable", "applies", "why"]


def applicable(
    version: RequirementVersion,
    tier: int | None,
    uses_ai: bool,  # noqa: FBT001 (the three things a rule can look at)
    protocol_named: bool,  # noqa: FBT001
) -> tuple[str, ...]:
    """Return the codes of the clauses that apply to such a contract, in the version's order."""
    codes = version.codes_for(tier, uses_ai, protocol_named)
    return tuple(clause.code for clause in version.clauses if clause.code in codes)


def why(rule: Rule) -> str:
    """Say in plain words why a clause with this rule applies where it does."""
    match rule.kind:
        case RuleKind.ALL:
            return "because it applies to every contract that shares personal data"
        case RuleKind.TIER:
            return f"because of data of tier {rule.tier} or higher"
        case RuleKind.PROTOCOL_NAMED:
            return "because the contract names a data usage protocol"
        case RuleKind.USES_AI:
            return "because AI is used"
