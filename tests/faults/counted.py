"""What was lost, what came twice and why: the database and the server's memory laid side by side."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tests.faults.city import City
from tests.faults.mail_server import Taken
from tests.faults.moods import Mood
from tracker.domain.record_words import LetterState
from tracker.models.letter import Letter, Reminder

WITHHELD = frozenset({Mood.HANGS, Mood.ANSWER_LOST})
SILENCE = "silence"
LONGEST_ANSWER = 1.0


@dataclass(frozen=True, slots=True)
class Known:
    """A letter as the database knows it."""

    key: str
    state: LetterState
    attempts: int
    answer: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of a run; `most_of_a_kill` is the largest number of doubles that one kill caused."""

    letters: int
    digests: int
    accepted: int
    refused: int
    lost: tuple[str, ...]
    doubles_of_kills: int
    most_of_a_kill: int
    doubles_of_silence: int
    doubles_unexplained: tuple[str, ...]
    other_ids: tuple[str, ...]
    unknown: tuple[str, ...]
    untold: tuple[str, ...]

    @property
    def faults(self) -> list[str]:
        """Say what must not be."""
        found = {
            "lost": self.lost,
            "twice without a reason": self.doubles_unexplained,
            "twice with another Message-ID": self.other_ids,
            "accepted but unknown to the database": self.unknown,
            "in the ledger as sent but without a letter": self.untold,
        }
        said = [f"{what}: {', '.join(which[:5])}" for what, which in found.items() if which]
        if self.most_of_a_kill > 1:
            said.append(f"one kill caused {self.most_of_a_kill} doubles")
        return said


def count(city: City, taken: Sequence[Taken], kills: Sequence[float]) -> Counted:
    """Lay both side by side, when everything has settled."""
    known, untold = _known(city)
    by_id = defaultdict(list)
    for one in taken:
        by_id[one.message_id].append(one)
    doubles = [(first, second) for times in by_id.values() for first, second in itertools.pairwise(times)]
    causes = [_cause(first, second, kills) for first, second in doubles]
    of_kills = Counter(cause for cause in causes if isinstance(cause, int))
    return Counted(
        letters=len(known),
        digests=sum(letter.key.startswith("digest:") for letter in known.values()),
        accepted=len(by_id),
        refused=sum(letter.state is LetterState.FAILED for letter in known.values()),
        lost=tuple(sorted(letter.key for number, letter in known.items() if _is_lost(letter, number in by_id))),
        doubles_of_kills=of_kills.total(),
        most_of_a_kill=max(of_kills.values(), default=0),
        doubles_of_silence=causes.count(SILENCE),
        doubles_unexplained=tuple(
            first.message_id for (first, _), cause in zip(doubles, causes, strict=True) if cause is None
        ),
        other_ids=_other_ids(taken),
        unknown=tuple(sorted(by_id.keys() - known.keys())),
        untold=untold,
    )


def _known(city: City) -> tuple[Mapping[str, Known], tuple[str, ...]]:
    columns = (Letter.key, Letter.state, Letter.attempts, Letter.answer)
    alone = select(Reminder.obligation).where(Reminder.state == "sent", Reminder.letter_id.is_(None))
    with city.work() as work:
        rows = work.session.execute(select(Letter.message_id, *columns)).all()
        return {row[0]: Known(*row[1:]) for row in rows}, tuple(work.session.scalars(alone))


def _is_lost(letter: Known, accepted: bool) -> bool:
    """Neither with the server nor refused by it: sent by our own account only, given up, or still waiting."""
    if letter.state is LetterState.SENT:
        return not accepted
    return not (letter.state is LetterState.FAILED and letter.answer.startswith("5"))


def _cause(first: Taken, second: Taken, kills: Sequence[float]) -> int | str | None:
    """Name the kill that made a letter come again, or the server's silence; None when there was neither."""
    if first.mood in WITHHELD:
        return SILENCE
    if not first.answered:
        # The connection ended while the server was about to answer: by a kill, or because the server went away.
        cut = [number for number, at in enumerate(kills) if first.began <= at <= first.at + LONGEST_ANSWER]
        return cut[0] if cut else SILENCE
    between = [number for number, at in enumerate(kills) if first.began <= at <= second.at]
    return between[0] if between else None


def _other_ids(taken: Sequence[Taken]) -> tuple[str, ...]:
    """Letters that say the same thing to the same person under two Message-IDs."""
    ids = defaultdict(set)
    for one in taken:
        ids[one.to, one.subject, one.day].add(one.message_id)
    return tuple(sorted(f"{to}: {subject}" for (to, subject, _), found in ids.items() if len(found) > 1))
