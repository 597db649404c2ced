"""What a mail server can do to a letter, and how often it does each."""

from collections.abc import Mapping
from enum import StrEnum
from random import Random
from types import MappingProxyType


class Mood(StrEnum):
    GOOD = "good"
    SLOW = "slow before it takes the letter"
    SLOW_ANSWER = "slow to answer, after it took the letter"
    LATER_AT_RECIPIENT = "450 to the recipient"
    LATER_AFTER_TEXT = "450 after the text"
    NEVER_AT_RECIPIENT = "550 to the recipient"
    NEVER_AFTER_TEXT = "550 after the text"
    GOES = "421 and gone"
    HANGS = "takes the letter and is silent"
    ANSWER_LOST = "takes the letter and hangs up"
    BAD_TLS = "offers TLS with a bad certificate"


AS_EVER: Mapping[Mood, float] = MappingProxyType({Mood.GOOD: 1})
BAD: Mapping[Mood, float] = MappingProxyType(
    {
        Mood.GOOD: 46,
        Mood.SLOW: 8,
        Mood.SLOW_ANSWER: 10,
        Mood.LATER_AT_RECIPIENT: 8,
        Mood.LATER_AFTER_TEXT: 6,
        Mood.NEVER_AT_RECIPIENT: 4,
        Mood.NEVER_AFTER_TEXT: 3,
        Mood.GOES: 3,
        Mood.HANGS: 2,
        Mood.ANSWER_LOST: 4,
        Mood.BAD_TLS: 6,
    }
)
HONEST: Mapping[Mood, float] = MappingProxyType(
    {mood: often for mood, often in BAD.items() if mood not in {Mood.HANGS, Mood.ANSWER_LOST}}
)
"""Everything but what leaves the sender in doubt: then no double has an excuse."""


def mood(random: Random, often: Mapping[Mood, float]) -> Mood:
    """Choose one by its weight."""
    return random.choices(list(often), list(often.values()))[0]
