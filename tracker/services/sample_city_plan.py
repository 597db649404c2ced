"""When each deed of the sample city happens, and who does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tracker.services import sample_city_answers as answers
from tracker.services import sample_city_scene as scenes
from tracker.services.sample_city_answers import Turn
from tracker.services.sample_city_scene import Scene, Told
from tracker.services.work import Actor, Work

OWNER, CONTACT, OFFICER = "owner", "contact", "officer"
BEFORE_START, BEFORE_DECLARING, LATEST = 30, 4, -25
TO_OPEN, TO_ANSWER, TO_REVIEW, TO_ATTEST = 8, 15, 18, 20


Happening = tuple[int, int, str, Callable[[Turn, Work], None]]
"""Days from today, hour, who, and what."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What happens so many days from today at an hour and minute of the city; `actor` is asked when it happens."""

    offset: int
    hour: int
    minute: int
    actor: Callable[[], Actor]
    do: Callable[[Work], None]


def deeds_of(scene: Scene, turn: int) -> Iterator[Deed]:
    """Return the deeds of a vendor's story; `turn` tells which of the officers reviews, and gives it its minute."""
    minute = 2 * turn + 1
    first = min(_recorded(item) for item in scene.told["contracts"])
    yield Deed(first, 9, minute, scene.owner, partial(_play, scene, scenes.record_vendor, {}))
    for told in scene.told["contracts"]:
        owner = partial(scene.owner, told["number"])
        yield Deed(_recorded(told), 10, minute, owner, partial(_play, scene, scenes.record_contract, told))
        if "elements" in told or "no_personal_data" in told:
            offset = _recorded(told) + BEFORE_DECLARING
            yield Deed(offset, 11, minute, owner, partial(_play, scene, scenes.declare, told))
    for step in scene.told["story"]:
        yield from _step(scene, step, turn, minute)


def _step(scene: Scene, step: Told, officer_turn: int, minute: int) -> Iterator[Deed]:
    turn = Turn(scene, step)
    doers: dict[str, Callable[[], Actor]] = {
        OWNER: scene.owner,
        CONTACT: partial(contact_of, scene),
        OFFICER: lambda: scene.city.staff.officer(officer_turn),
    }
    for offset, hour, who, do in _times(step):
        yield Deed(offset, hour, minute, doers[who], partial(do, turn))
    for name, play in (("share", scenes.share), ("renew", scenes.renew)):
        if step["do"] == name:
            yield Deed(step["on"], 11, minute, scene.owner, partial(_play, scene, play, step))


def _times(step: Told) -> list[Happening]:
    on = int(step["on"])
    asked = int(step.get("asked", on - TO_ATTEST))
    asking: Happening = (asked, 13, OWNER, answers.ask)
    times: dict[str, list[Happening]] = {
        "attest": [
            asking,
            (asked + TO_OPEN, 14, CONTACT, answers.open_),
            (asked + TO_ANSWER, 15, CONTACT, answers.answer),
            (asked + TO_REVIEW, 16, OFFICER, answers.accept),
        ],
        "ask": [(on, 13, OWNER, answers.ask)],
        "open": [(on - 6, 13, OWNER, answers.ask), (on, 14, CONTACT, answers.open_)],
        "answer": [
            (on - 12, 13, OWNER, answers.ask),
            (on - 3, 14, CONTACT, answers.open_),
            (on, 15, CONTACT, answers.answer),
        ],
        "return": [
            (on - 15, 13, OWNER, answers.ask),
            (on - 8, 14, CONTACT, answers.open_),
            (on - 4, 15, CONTACT, answers.answer),
            (on, 16, OFFICER, answers.return_),
        ],
        "revoke": [(on, 12, OFFICER, answers.revoke)],
        "waive": [(on, 12, OWNER, answers.ask_waiver), (on + 2, 16, OFFICER, answers.approve_waiver)],
        "propose": [
            (on - 12, 13, OWNER, answers.ask),
            (on - 3, 14, CONTACT, answers.open_),
            (on, 15, CONTACT, answers.answer),
            (int(step.get("proposed", on)), 16, OFFICER, answers.propose),
        ],
        "addendum": [(on, 12, OWNER, answers.ask_addendum)],
        "ask-waiver": [(on, 12, OWNER, answers.ask_waiver)],
        "certify": [(on, 12, OWNER, answers.certify)],
        "pause": [(on, 12, OWNER, answers.pause)],
    }
    return times.get(step["do"], [])


def _recorded(told: Told) -> int:
    return min(int(told["start"]) - BEFORE_START, LATEST)


def contact_of(scene: Scene) -> Actor:
    """Return the contact who signs, as who acts."""
    contact = scene.the_signer()
    return Actor("contact", contact.id, contact.name)


def _play(scene: Scene, play: Callable[[Scene, Work, Told], None], told: Told, work: Work) -> None:
    play(scene, work, told)
