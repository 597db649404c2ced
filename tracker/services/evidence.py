"""Evidence packs: made for somebody, as of a day, with nothing left out silently; each is noted in the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.documents.sealing.certificate import Certificate, NoSeal
from tracker.documents.sealing.detached import detached
from tracker.documents.sealing.sealing import Means
from tracker.documents.store import store_of
from tracker.domain.days import day_words
from tracker.domain.disclosure import Audience, Matter, choices
from tracker.domain.redaction import Omission, Redaction
from tracker.exports import evidence_page, evidence_readme
from tracker.exports.evidence_pack import PackFile, json_text, sums
from tracker.models.attestation import Attestation
from tracker.places import data_folder
from tracker.queries import event_chain, evidence_events
from tracker.queries import evidence as questions
from tracker.queries.evidence import Reach, Subject
from tracker.queries.policy import policy
from tracker.queries.scope import Viewer
from tracker.services import city_seal, events, evidence_attestations, evidence_contracts
from tracker.services import evidence_events as told_events
from tracker.services.evidence_making import Making, pieces, plain
from tracker.services.rules import NotAllowed, RuleBroken
from tracker.services.work import Work

FORMAT: Final = "tracker-evidence-1"
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.json.p7s"
CERTIFICATE: Final = "city-seal.pem"
SUMS: Final = "SHA256SUMS.txt"
VERIFIER: Final = "verify_pack.py"
NOT_WHOLE: Final = "You do not see all contracts of this attestation; somebody who does can make its evidence pack."
HIDDEN: Final = Omission(
    "attestations", "They also cover contracts of departments that the maker of the pack does not see.", "departments"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for; `version` is that of the tracker."""

    about: Subject
    audience: Audience
    as_of: date
    version: str


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was written: its digest is that of the manifest, hexadecimal; `certificate` sealed it, if any did."""

    wanted: Wanted
    digest: str
    files: int
    left_out: int
    certificate: Certificate | None


def check(wanted: Wanted, viewer: Viewer, today: date) -> None:
    """Raise RuleBroken on `audience` or `as_of`, or NotAllowed, when such a pack may not be made."""
    if not wanted.about.whole:
        raise NotAllowed("", NOT_WHOLE)
    if wanted.audience not in choices(viewer.roles):
        raise RuleBroken("audience", "Choose somebody who is told no more than you are.")
    if wanted.as_of > today:
        raise RuleBroken("as_of", "This day lies ahead; evidence is of what has happened.")


def end_of(work: Work, day: date) -> datetime:
    """Return the moment (UTC) at which a day of the city ends."""
    return work.clock.hour_begins_at(day + timedelta(days=1), 0)


def write(work: Work, viewer: Viewer, wanted: Wanted, file: IO[bytes]) -> Made:
    """Write a pack to a file; nothing of the database changes, and nobody who writes waits for it.

    It is read in a session of its own, from one state of the database. Raises as `check` does.
    """
    check(wanted, viewer, work.today)
    with Session(work.session.get_bind()) as session:
        options: dict[str, Any] = {"reads_only": True}
        if session.get_bind().dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        session.connection(execution_options=options)
        until_at = end_of(work, wanted.as_of)
        with PackFile(file, work.now.astimezone(work.settings.zone)) as pack:
            making = Making(
                session=session,
                viewer=viewer,
                store=store_of(work.settings),
                pack=pack,
                redaction=Redaction(wanted.audience),
                policy=policy(session, known_at=until_at),
                day=wanted.as_of,
                until_at=until_at,
            )
            return _written(work, wanted, making)


def note(work: Work, made: Made) -> None:
    """Record in the audit trail that a pack was made, with the digest of its manifest, and flush."""
    about, audience = made.wanted.about, made.wanted.audience
    if made.certificate is not None:
        city_seal.remember(work, made.certificate)
    events.record(
        work,
        "evidence:made",
        f"made an evidence pack of {about.label} for {audience.value}, as of {day_words(made.wanted.as_of)}",
        (about.about.value, about.id),
        ("vendor", about.vendor_id),
        details={
            "manifest": made.digest,
            "audience": audience.value,
            "as_of": made.wanted.as_of.isoformat(),
            "files": made.files,
            "left_out": made.left_out,
            "seal": made.certificate.fingerprint if made.certificate else None,
        },
    )


def _written(work: Work, wanted: Wanted, making: Making) -> Made:
    reach = questions.reach(making.session, making.viewer, wanted.about, making.until_at)
    if reach.hidden:
        making.redaction.omit(HIDDEN, reach.hidden)
    maker = making.redaction.told(Matter.PEOPLE, work.actor.name)
    seal, problem = _seal(work)
    certificate = seal.seal.certificate if seal else None
    with TemporaryFile("w+b") as page:
        for part in _parts(work, wanted, making, reach):
            page.write(part.encode("utf-8"))
        page.seek(0)
        making.pack.add("evidence.html", pieces(page))
    if certificate:
        making.pack.text(CERTIFICATE, certificate.pem)
    making.pack.text(VERIFIER, (data_folder("seed_data") / "verifier" / VERIFIER).read_text("utf-8"))
    said = evidence_readme.sealed(certificate.fingerprint) if certificate else evidence_readme.unsealed(problem)
    making.pack.text("README.txt", evidence_readme.readme(_facts(work, wanted), said))
    making.pack.text(SUMS, sums(making.pack.members))
    manifest = json_text(_manifest(work, wanted, making, maker, certificate)).encode("ascii")
    making.pack.add(MANIFEST, [manifest])
    if seal:
        making.pack.add(SEAL, [detached(manifest, seal)])
    left_out = sum(one["count"] for one in making.redaction.as_json())
    return Made(wanted, sha256(manifest).hexdigest(), len(making.pack.members), left_out, certificate)


def _parts(work: Work, wanted: Wanted, making: Making, reach: Reach) -> Iterator[str]:
    """Write the records one after the other, and yield the page of each."""
    facts = _facts(work, wanted)
    yield evidence_page.head(facts["title"], [*_shown(facts)])
    evidence_contracts.about_vendor(making, wanted.about)
    for contract_id in reach.contracts:
        yield evidence_page.contract(evidence_contracts.contract(making, contract_id))
    versions: dict[int, dict[str, str]] = {}
    for attestation_id in reach.attestations:
        version_id = making.session.scalars(
            select(Attestation.version_id).where(Attestation.id == attestation_id)
        ).one()
        if version_id not in versions:
            versions[version_id] = evidence_contracts.requirements(making, version_id)
        yield evidence_page.attestation(evidence_attestations.told(making, attestation_id, versions[version_id]))
    found = evidence_events.sealed_events(making.session, making.viewer, wanted.about, reach, making.until_at)
    count = told_events.write(making, found)
    yield evidence_page.left_out(making.redaction.as_json())
    yield evidence_page.pairs([("Events in events/events.jsonl", count)])
    yield evidence_page.tail()


def _facts(work: Work, wanted: Wanted) -> dict[str, str]:
    label = wanted.about.label
    return {
        "title": f"Evidence of {label}",
        "city": work.settings.city_name,
        "version": wanted.version,
        "made_at": work.now.astimezone(work.settings.zone).strftime("%Y-%m-%d %H:%M %Z"),
        "audience": wanted.audience.value,
        "as_of": day_words(wanted.as_of),
        "zone": work.settings.time_zone,
    }


def _shown(facts: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "City", facts["city"]
    yield "Made", f"{facts['made_at']}, with the Vendor Privacy Tracker {facts['version']}"
    yield "Made for", facts["audience"]
    yield "As of", f"the end of {facts['as_of']} ({facts['zone']})"
    yield "How to check it", "README.txt"


def _manifest(
    work: Work, wanted: Wanted, making: Making, maker: str, certificate: Certificate | None
) -> dict[str, Any]:
    position, link = event_chain.end(making.session)
    about = wanted.about
    return {
        "format": FORMAT,
        "city": work.settings.city_name,
        "about": {"kind": about.about.value, "id": about.id, "number": about.number, "vendor": about.vendor},
        "as_of": plain(wanted.as_of),
        "until_at": plain(making.until_at),
        "zone": work.settings.time_zone,
        "made_at": plain(work.now),
        "made_by": maker,
        "made_for": wanted.audience.value,
        "made_with": f"Vendor Privacy Tracker {wanted.version}",
        "chain": {"position": position, "link": link},
        "seal": {"file": SEAL, "certificate_sha256": certificate.fingerprint} if certificate else None,
        "files": [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in making.pack.members],
        "left_out": making.redaction.as_json(),
    }


def _seal(work: Work) -> tuple[Means | None, str]:
    try:
        return city_seal.means(work), ""
    except NoSeal as problem:
        return None, str(problem)
