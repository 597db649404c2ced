"""Rules of clauses: to which contracts a clause applies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_TIER_RULE: Final = re.compile(r"tier\s*>=\s*([1-9][0-9]?)", re.ASCII)


class RuleKind(StrEnum):
    """What a rule looks at."""

    ALL = "all"
    TIER = "tier"
    PROTOCOL_NAMED = "protocol named"
    USES_AI = "uses ai"


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule: "all", "tier>=3", "protocol named" or "uses ai"."""

    kind: RuleKind
    tier: int = 0

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read a rule from its text; raises ValueError, with a sentence, when it is none."""
        words = " ".join(text.split()).lower()
        if match := _TIER_RULE.fullmatch(words):
            return cls(RuleKind.TIER, int(match[1]))
        if words in (RuleKind.ALL, RuleKind.PROTOCOL_NAMED, RuleKind.USES_AI):
            return cls(RuleKind(words))
        message = f'"{text}" is not a rule: write all, tier>=N, protocol named or uses ai.'
        raise ValueError(message)

    def __str__(self) -> str:
        """Write the rule as the text that ``parse`` reads."""
        return f"tier>={self.tier}" if self.kind is RuleKind.TIER else self.kind.value


def applies(rule: Rule, tier: int | None, uses_ai: bool, protocol_named: bool) -> bool:  # noqa: FBT001 (the three things a rule can look at)
    """Tell whether a clause with this rule applies; a tier rule never does without a tier."""
    match rule.kind:
        case RuleKind.ALL:
            return True
        case RuleKind.TIER:
            return tier is not None and tier >= rule.tier
        case RuleKind.PROTOCOL_NAMED:
            return protocol_named
        case RuleKind.USES_AI:
            return uses_ai
