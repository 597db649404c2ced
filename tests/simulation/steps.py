"""The policy of the simulated city: who is told on which day before or after a due day, typed once more."""

from tests.simulation.history import History, Table

S, P, W, M, G = "signer", "primary", "owner", "manager", "officer"
VENDOR = {S, P}
FLAG = "hold renewal"
SET, TIER = "vendor-privacy", 2
"""The only requirement set of the city, and the tier of the only data element that is shared."""
POLICY: dict[str, Table] = {
    "expiry": (
        (-90, (W,)), (-60, (S, P)), (-30, (S, P)), (-14, (S, P, W)), (-7, (S, P, W)), (-1, (S, P, W)), (0, (S, P, W)),
        (1, (W,)), (7, (S, P, M)), (14, (S, P, G)), (30, (S, P, FLAG)),
    ),
    "request": ((7, (S, P)), (14, (S, P)), (21, (S, P))),
    "waiver": ((-30, (W, G)), (-7, (W, G)), (0, (W, G))),
    "disposal": ((-30, (S, P, W)), (-7, (S, P, W)), (0, (S, P, W)), (7, (S, P, W)), (14, (S, P, W))),
}  # fmt: skip
"""The table of the catalogue, section 4, typed once more."""


def steps_of(history: History, kind: str, tier: int | None) -> Table:
    """The steps of the most specific scope that says anything: set and tier, set, tier, all."""
    for scope in ((SET, tier), (SET, None), ("", tier)):
        if (*scope, kind) in history.steps:
            return history.steps[(*scope, kind)]
    return POLICY[kind]


def last_step(history: History, kind: str) -> int:
    """How long after its due day something of a kind is told of at most, whatever the scope."""
    tables = [POLICY[kind], *(table for scope, table in history.steps.items() if scope[-1] == kind)]
    return max(0, *(step for table in tables for step, _ in table))
