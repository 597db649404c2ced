"""Whoever changes a pack is found by the verifier, also when the manifest is made to fit."""

import json
from hashlib import sha256

import pytest

from tests.cast import rows
from tests.packs.conftest import ADDRESS, members, repack, verify
from tracker.domain.disclosure import Audience
from tracker.domain.event_chain import BEGINNING, ERASED
from tracker.models.event import Event
from tracker.queries.evidence import About
from tracker.services import erasures

EVENTS, CHAIN, MANIFEST = "events/events.jsonl", "events/chain.txt", "manifest.json"


def forged(files):
    """Make the manifest fit altered files, as a forger does who has no key: the seal goes."""
    manifest = json.loads(files[MANIFEST])
    files.pop("manifest.json.p7s", None)
    manifest["seal"] = None
    manifest["files"] = [
        {"path": name, "size": len(data), "sha256": sha256(data).hexdigest()}
        for name, data in files.items()
        if name != MANIFEST
    ]
    files[MANIFEST] = json.dumps(manifest).encode()
    return files


def changed(files, path, change):
    """Change a record of the pack."""
    record = json.loads(files[path])
    change(record)
    files[path] = json.dumps(record).encode()
    return files


def answers_of(number):
    return f"attestations/attestation-{number}.json"


def tampered(path, files):
    said = verify(repack(path, files))
    assert said.returncode == 1, said.stdout + said.stderr
    assert "TAMPERED" in said.stdout
    return said.stdout


def test_an_altered_a_missing_and_an_added_file_are_found(pack, city):
    files = members(pack)
    document = next(name for name in files if name.startswith("documents/"))
    flipped = bytes([files[document][0] ^ 1]) + files[document][1:]
    assert f"{document} was altered" in tampered(pack, {**files, document: flipped})
    assert f"{document} was altered" in tampered(pack, {**files, document: files[document] + b" "})
    assert f"{document} is missing" in tampered(pack, {k: v for k, v in files.items() if k != document})
    assert "documents/more.pdf was added" in tampered(pack, {**files, "documents/more.pdf": b"%PDF"})
    assert "verify_pack.py was altered" in tampered(pack, {**files, "verify_pack.py": b"print('INTACT')"})
    seal = {**files, "manifest.json.p7s": files["manifest.json.p7s"][:-40] + b"x" * 40}
    assert verify(repack(pack, seal)).returncode == 0, "only another program can verify the signature itself"
    said = tampered(pack, changed(dict(files), MANIFEST, lambda told: told.update(city="Another")))
    assert "seal was made for another manifest" in said
    assert "p7s is missing" in tampered(pack, {k: v for k, v in files.items() if k != "manifest.json.p7s"})


@pytest.mark.parametrize("which", ["signed on screen", "uploaded"])
def test_an_altered_answer_is_found_although_the_manifest_fits(packed, city, which):
    number = city.acme if which == "signed on screen" else city.birch
    path = packed(About.ATTESTATION, number)

    def alter(told):
        told["answers"][3]["answer"] = "not applicable"
        told["answers"][3]["said"] = "[left out: words of the vendor about exceptions]"

    said = tampered(path, forged(changed(members(path), answers_of(number), alter)))
    assert f"The answers of attestation {number} are not those that were sent" in said
    assert ("is not the one that was signed" in said) == (which == "signed on screen")


def test_an_exchanged_document_is_found_although_the_manifest_fits(packed, city):
    path = packed(About.ATTESTATION, city.birch)
    files = members(path)
    document = next(name for name in files if name.startswith("documents/"))
    files[document] = b"%PDF-1.7 another paper"
    assert "is not the document that was received" in tampered(path, forged(dict(files)))

    def follow(told):
        told["documents"][0].update(sha256=sha256(files[document]).hexdigest(), size=len(files[document]))

    said = tampered(path, forged(changed(files, answers_of(city.birch), follow)))
    assert f"Attestation {city.birch} does not name a document that was received" in said


def test_a_document_taken_away_is_found_although_the_manifest_fits(packed, city):
    path = packed(About.ATTESTATION, city.birch)
    files = {name: data for name, data in members(path).items() if not name.startswith("documents/")}
    assert "pdf is missing" in tampered(path, forged(dict(files)))
    told = changed(files, answers_of(city.birch), lambda told: told["documents"][0].update(file=None, left_out="no"))
    assert "the manifest does not say why" in tampered(path, forged(told))


def test_altered_requirements_are_found_although_the_manifest_fits(pack, city):
    files = members(pack)
    text = next(name for name in files if name.startswith("requirements/"))

    def soften(told):
        told["clauses"][0]["text"] = "may do as it likes"

    assert "the clauses are not those of their digest" in tampered(pack, forged(changed(dict(files), text, soften)))

    def with_digest(told):
        soften(told)
        clauses = json.dumps(told["clauses"], sort_keys=True, separators=(",", ":")).encode()
        told["clauses_sha256"] = sha256(clauses).hexdigest()

    assert "not those that were agreed to" in tampered(pack, forged(changed(files, text, with_digest)))


def test_an_altered_a_deleted_and_a_swapped_event_are_found_although_the_manifest_fits(pack, city):
    files = members(pack)
    lines = files[EVENTS].splitlines()
    assert ADDRESS.encode() not in files[EVENTS]
    row = json.loads(lines[2])
    row["event"]["sentence"] = "did something else"
    edited = [*lines[:2], json.dumps(row).encode(), *lines[3:]]
    said = tampered(pack, forged({**files, EVENTS: b"\n".join(edited)}))
    assert f"Event {row['event']['id']} was edited" in said
    swapped = [lines[1], lines[0], *lines[2:]]
    assert "does not stand where its seal belongs" in tampered(pack, forged({**files, EVENTS: b"\n".join(swapped)}))
    unsaid = {**row, "left_out": ["words"], "seal": {**row["seal"], "commitment": "ab" * 32}}
    hidden = [*lines[:2], json.dumps(unsaid).encode(), *lines[3:]]
    assert "does not follow" in tampered(pack, forged({**files, EVENTS: b"\n".join(hidden)}))


def test_an_event_that_was_sealed_anew_is_found_by_the_chain_or_by_a_checkpoint(pack, city):
    files = members(pack)
    head = json.loads(files[MANIFEST])["chain"]
    checkpoint = (
        f"tracker-checkpoint-1 at=2026-11-23T18:00:00.000000Z position={head['position']} events=1 link={head['link']}"
    )
    lines = [json.loads(line) for line in files[EVENTS].splitlines()]
    row = lines[0]
    row["event"]["sentence"] = "did something else"
    canonical = json.dumps(row["event"], sort_keys=True, separators=(",", ":")).encode()
    row["seal"]["commitment"] = sha256(bytes.fromhex(row["seal"]["salt"]) + canonical).hexdigest()
    row["seal"]["link"] = linked(row["before"], row["seal"]["position"], row["seal"]["commitment"])
    files[EVENTS] = b"\n".join(json.dumps(line).encode() for line in lines)
    assert "is not that of the chain" in tampered(pack, forged(dict(files)))
    # The forger computes everything anew: the links of all events, the chain, its end.
    begun, *commitments = files[CHAIN].decode().splitlines()
    first = int(begun.split("from=")[1].split()[0])
    commitments[row["seal"]["position"] - first] = row["seal"]["commitment"]
    links = {first - 1: begun[-64:]}
    for position, commitment in enumerate(commitments, first):
        links[position] = linked(links[position - 1], position, commitment)
    for line in lines:
        place = line["seal"]["position"]
        line["before"], line["seal"]["link"] = links[place - 1], links[place]
    files[EVENTS] = b"\n".join(json.dumps(line).encode() for line in lines)
    files[CHAIN] = "\n".join([begun, *commitments, ""]).encode()
    changed(files, MANIFEST, lambda told: told["chain"].update(link=links[head["position"]]))
    path = repack(pack, forged(files))
    alone = verify(path)
    assert alone.returncode == 0, alone.stdout
    assert "No checkpoint proves the chain" in alone.stdout
    said = verify(path, "--checkpoint", checkpoint)
    assert said.returncode == 1
    assert "not that of the checkpoint" in said.stdout


def test_erased_events_are_told_and_an_invented_erasure_is_found(packed, city, acting, work):
    [event] = rows(work.session, Event, action="attestation:submitted", actor_id=city.cast.ben)
    erasures.erase(acting(city.cast.olga, "Olga Officer"), [event.id], "Asked by the person.")
    work.session.commit()
    for audience in (Audience.AUDITOR, Audience.PUBLIC):
        said = verify(packed(About.ATTESTATION, city.birch, audience))
        assert said.returncode == 0, said.stdout
        assert "1 were erased for good by the city" in said.stdout
    path = packed(About.ATTESTATION, city.birch)
    files = members(path)
    lines = files[EVENTS].splitlines()
    row = json.loads(lines[0])
    row["seal"]["salt"], row["event"] = "", {**row["event"], "actor_name": ERASED, "sentence": ERASED, "details": {}}
    said = tampered(path, forged({**files, EVENTS: b"\n".join([json.dumps(row).encode(), *lines[1:]])}))
    assert f"The words of event {row['event']['id']} were taken away" in said


def linked(before, position, commitment):
    return sha256(bytes.fromhex(before) + position.to_bytes(8, "big") + bytes.fromhex(commitment)).hexdigest()


def test_a_pack_for_the_public_is_protected_as_well(packed, city):
    path = packed(About.VENDOR, city.cast.birch, Audience.PUBLIC)
    files = members(path)
    assert "was altered" in tampered(path, {**files, "evidence.html": b"All is well."})
    cut = files[EVENTS].splitlines()
    assert len(cut) > 1
    row = {**json.loads(cut[0]), "before": BEGINNING}
    assert "does not follow" in tampered(path, forged({**files, EVENTS: json.dumps(row).encode()}))
