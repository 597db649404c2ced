"""The city's privacy principles, to which every clause points."""

from dataclasses import dataclass

from tracker.services.seed_files import seed


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle: its code (P1 to P6), its name as a sentence, and what it means."""

    code: str
    name: str
    text: str


def principles() -> dict[str, Principle]:
    """Return the principles by code, in order."""
    return {item["code"]: Principle(**item) for item in seed("principles")["principle"]}
