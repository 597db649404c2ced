"""Versions of the requirements in the sample city: drafted, published, asked for in a campaign, and answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from tracker.models.campaign import CampaignVendor
from tracker.models.request import Request
from tracker.models.requirement import Clause, RequirementSet, RequirementVersion
from tracker.queries.requirement_drafts import clauses_of, fingerprint
from tracker.services import campaign_waves, campaigns, draft_clauses, publishing, requirement_drafts
from tracker.services import sample_city_answers as answers
from tracker.services.campaigns import NewCampaign
from tracker.services.draft_clauses import NewClause
from tracker.services.publishing import NewPublication
from tracker.services.sample_city_answers import Turn
from tracker.services.sample_city_moments import work_day
from tracker.services.sample_city_plan import Deed, contact_of
from tracker.services.sample_city_scene import Scene, Told
from tracker.services.seed_files import seed
from tracker.services.work import TRACKER, Actor, Work

DRAFTED_AT, PUBLISHED_AT, STARTED_AT, WAVE_AT, ANSWERED_AT, DECIDED_AT = 11, 12, 12, 13, 15, 16


def deeds_of_versions(drafter: Actor) -> Iterator[Deed]:
    """Return the deeds by which versions are drafted and published."""
    for told in seed("sample_city")["version"]:
        yield Deed(told["begun"], DRAFTED_AT, 0, lambda: drafter, partial(_draft, told))
        if "published" in told:
            yield Deed(told["published"], PUBLISHED_AT, 0, lambda: drafter, partial(_publish, told))


def deeds_of_campaign(scenes: Sequence[Scene], officers: Sequence[Actor], today: date) -> Iterator[Deed]:
    """Return the deeds of the campaign: it starts, asks so many a day, and some vendors answer.

    Of `officers`, the first starts it and the second decides.
    """
    told = seed("sample_city")["campaign"]
    yield Deed(told["started"], STARTED_AT, 0, lambda: officers[0], partial(_start, told))
    for offset in range(told["started"], 0):
        if work_day(today, offset) != work_day(today, offset - 1):
            yield Deed(offset, WAVE_AT, 30, lambda: TRACKER, _send)
    for reply in told["reply"]:
        yield from _reply(_Asked(scenes, reply), officers[1])


class _Asked:
    """The vendor whose turn it is to answer; who that is shows when the campaign has asked it."""

    def __init__(self, scenes: Sequence[Scene], reply: Told) -> None:
        self.scenes, self.reply = scenes, reply
        self.turn: Turn | None = None

    def ask(self, work: Work) -> Turn | None:
        """Return the step of that vendor's story; None while holidays have kept the campaign from asking it."""
        if self.turn is None:
            order = select(CampaignVendor).where(CampaignVendor.request_id.is_not(None))
            order = order.order_by(CampaignVendor.wave, CampaignVendor.vendor_id).offset(self.reply["turn"]).limit(1)
            row = work.session.scalars(order).first()
            if row is None:
                return None
            scene = next(one for one in self.scenes if one.vendor is not None and one.vendor.id == row.vendor_id)
            step = {"on": self.reply.get("answered", 0), "signature": "certificate"}
            self.turn = Turn(scene, step, work.session.get_one(Request, row.request_id))
        return self.turn


def _reply(asked: _Asked, officer: Actor) -> Iterator[Deed]:
    def played(do: Callable[[Turn, Work], None], *, by_contact: bool = True) -> Callable[[Work], None]:
        def play(work: Work) -> None:
            turn = asked.ask(work)
            if turn is not None:
                do(turn, replace(work, actor=contact_of(turn.scene)) if by_contact else work)

        return play

    reply, number = asked.reply, asked.reply["turn"]
    yield Deed(reply["opened"], ANSWERED_AT, 40 + number, lambda: TRACKER, played(answers.open_))
    if "answered" in reply:
        yield Deed(reply["answered"], ANSWERED_AT, 50 + number, lambda: TRACKER, played(answers.answer))
    if "accepted" in reply:
        yield Deed(
            reply["accepted"], DECIDED_AT, 50 + number, lambda: officer, played(answers.accept, by_contact=False)
        )


def _draft(told: Told, work: Work) -> None:
    set_id = work.session.scalars(select(RequirementSet.id).order_by(RequirementSet.id).limit(1)).one()
    draft = requirement_drafts.begin(work, set_id)
    requirement_drafts.change_note(work, draft, told["note"])
    clauses = {row.code: row for row in work.session.scalars(select(Clause).where(Clause.version_id == draft.id))}
    for item in told["clause"]:
        before = clauses.get(item["code"])
        if before is None:
            new = NewClause(item["code"], item["text"], item["rule"], item["principle"])
            draft_clauses.add_clause(work, draft, new)
        else:
            new = NewClause(before.code, item["text"], before.rule, before.principle)
            draft_clauses.edit_clause(work, before, new, before.row_version)
    for code in told.get("retired", ()):
        draft_clauses.retire_clause(work, clauses[code], clauses[code].row_version)


def _publish(told: Told, work: Work) -> None:
    statement = select(RequirementVersion).where(RequirementVersion.published_at.is_(None))
    draft = work.session.scalars(statement).one()
    effective_on = work.today + timedelta(days=told["effective"] - told["published"])
    seen = fingerprint(draft.note, clauses_of(work.session, draft.id))
    publishing.publish(work, draft, NewPublication(effective_on, told["grace_days"]), seen)


def _start(told: Told, work: Work) -> None:
    statement = select(RequirementVersion).where(RequirementVersion.number == told["version"])
    version = work.session.scalars(statement).one()
    new = NewCampaign(told["name"], told["message"], told["per_wave"], work.today, told["due_days"])
    campaigns.start(work, version, new)


def _send(work: Work) -> None:
    campaign_waves.send_due(work, work.session.flush)
