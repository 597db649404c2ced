"""What an evidence pack holds, as of which day, and that a stranger's Python accepts it."""

import json
import shutil
import subprocess
import tracemalloc
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.cast import rows
from tests.packs.conftest import EXCEPTION, MONDAY, NOTE, VERIFIER, members, verify
from tracker.documents.store import store_of
from tracker.domain.disclosure import Audience
from tracker.domain.event_chain import BEGINNING
from tracker.models.document import Document
from tracker.models.event import Event
from tracker.queries import event_chain
from tracker.queries.evidence import About


def record(files, path):
    return json.loads(files[path])


def test_a_pack_of_each_kind_for_each_audience_is_accepted(packed, city):
    for about, number in (
        (About.ATTESTATION, city.acme),
        (About.CONTRACT, city.cast.cameras),
        (About.VENDOR, city.cast.birch),
    ):
        for audience in Audience:
            said = verify(packed(about, number, audience))
            assert (said.returncode, said.stderr) == (0, ""), said.stdout + said.stderr
            assert "INTACT" in said.stdout


def test_the_verifier_in_the_pack_is_the_one_of_the_product_and_reads_an_unpacked_folder(pack, tmp_path):
    assert members(pack)["verify_pack.py"] == VERIFIER.read_bytes()
    folder = tmp_path / "unpacked"
    with ZipFile(pack) as opened:
        opened.extractall(folder)
    assert verify(folder, verifier=folder / "verify_pack.py").returncode == 0
    (folder / "evidence.html").write_text("Everything is fine.")
    assert "evidence.html was altered" in verify(folder).stdout


def test_it_says_who_signed_what_and_what_was_decided(pack, city):
    told = record(members(pack), f"attestations/attestation-{city.acme}.json")
    assert told["signer"]["name"] == "Cora Chen"
    assert told["decision"]["outcome"] == "accepted"
    assert told["decision"]["note"] == NOTE
    assert told["state"] == "in force"
    assert {element["code"] for element in told["contracts"][0]["elements"]} == {"full-name", "home-address"}
    assert {answer["answer"] for answer in told["answers"]} == {"agree"}
    [document] = told["documents"]
    assert [check["frozen"] for check in document["verdicts"]] == [True]
    files = members(pack)
    assert sha256(files[document["file"]]).hexdigest() == document["sha256"]
    assert sha256(files[told["signing"]["text"]]).hexdigest() == told["signing"]["text_sha256"]
    clauses = record(files, told["requirements"]["file"])["clauses"]
    assert {answer["code"] for answer in told["answers"]} <= {clause["code"] for clause in clauses}


def test_it_says_nothing_of_another_vendor(packed, city):
    for path in (packed(About.VENDOR, city.cast.birch), packed(About.CONTRACT, city.cast.cameras)):
        whole = b"\n".join(members(path).values())
        assert EXCEPTION.encode() in whole
        assert b"Acme" not in whole
        assert b"C-2291" not in whole


def test_the_page_shows_a_person_the_same_without_script(packed, city):
    page = members(packed(About.VENDOR, city.cast.birch))["evidence.html"].decode()
    assert "Birch Analytics LLC" in page
    assert "C-3300" in page
    assert "planted weakness" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_an_infected_file_is_left_out_and_named_with_the_reason(packed, city, work):
    [document] = rows(work.session, Document, attestation_id=city.birch)
    document.scan = "infected"
    work.session.commit()
    path = packed(About.ATTESTATION, city.birch)
    files = members(path)
    assert not [name for name in files if name.startswith("documents/")]
    omitted = record(files, "manifest.json")["left_out"]
    assert [(one["kind"], one["what"]) for one in omitted] == [("infected files", [document.digest])]
    assert city.paper not in b"".join(files.values())
    assert verify(path).returncode == 0


def test_a_file_that_the_store_lost_is_named(packed, city, work, settings):
    [document] = rows(work.session, Document, attestation_id=city.birch)
    kept = store_of(settings)
    [key] = [kept_file.key for kept_file, digest in kept.listed() if digest == document.digest]
    kept.remove(key, work.now + timedelta(days=9000))
    path = packed(About.CONTRACT, city.cast.cameras)
    assert "missing files" in members(path)["manifest.json"].decode()
    assert verify(path).returncode == 0


def test_names_of_files_are_clean_on_every_system(packed, city):
    [name] = [name for name in members(packed(About.ATTESTATION, city.birch)) if name.startswith("documents/")]
    assert name.endswith("signed CON.pdf")
    assert not set(name) & set('\\:*?"<>|')


def test_as_of_a_day_nothing_later_is_told(packed, city, moments):
    moments.travel(days=3)
    before = members(packed(About.VENDOR, city.cast.acme, day=MONDAY - timedelta(days=1)))
    assert not [name for name in before if name.startswith(("attestations/", "documents/"))]
    assert before["events/events.jsonl"] == b""
    path = packed(About.VENDOR, city.cast.acme, day=MONDAY)
    assert verify(path).returncode == 0
    assert record(members(path), "manifest.json")["as_of"] == "2026-11-23"


def test_two_packs_of_one_moment_are_the_same_but_for_moments_and_seal(packed, city):
    first, second = (members(packed(About.VENDOR, city.cast.acme)) for _ in range(2))
    assert list(first) == list(second)
    same = [name for name in first if name.startswith(("attestations/", "documents/", "contracts/", "requirements/"))]
    assert [first[name] for name in same] == [second[name] for name in same]


def test_each_pack_is_an_event_with_the_digest_of_its_manifest(packed, city, work):
    path = packed(About.CONTRACT, city.cast.payroll, Audience.PROCUREMENT)
    [event] = rows(work.session, Event, action="evidence:made")
    assert event.actor_name == "Ada Auditor"
    assert "contract C-2291 with Acme Payroll, Inc. for procurement, as of November 23, 2026" in event.sentence
    digest = sha256(members(path)["manifest.json"]).hexdigest()
    assert event.details["manifest"] == digest
    assert verify(path, "--manifest", digest).returncode == 0
    assert "not the one that the city noted" in verify(path, "--manifest", "0" * 64).stdout


def test_a_checkpoint_of_the_trail_proves_the_events(packed, city, work):
    path = packed(About.VENDOR, city.cast.acme)
    work.session.rollback()
    position = record(members(path), "manifest.json")["chain"]["position"]
    link = event_chain.link_at(work.session, position)
    line = f"tracker-checkpoint-1 at=2026-11-23T18:00:00.000000Z position={position} events={position} link={link}"
    said = verify(path, "--checkpoint", line)
    assert said.returncode == 0
    assert f"A checkpoint proves the chain through position {position}" in said.stdout
    other = verify(path, "--checkpoint", line.replace(link, "ab" * 32))
    assert other.returncode == 1
    assert "not that of the checkpoint" in other.stdout
    assert event_chain.link_at(work.session, 0) == BEGINNING


def test_openssl_verifies_the_seal_and_sha256sum_the_files(pack, tmp_path):
    openssl, sums = shutil.which("openssl"), shutil.which("sha256sum")
    if openssl is None or sums is None:
        pytest.fail("the seal is to be verified by a program that is not ours: install openssl and coreutils")
    with ZipFile(pack) as opened:
        opened.extractall(tmp_path / "out")
    readme = (tmp_path / "out" / "README.txt").read_text()
    words = readme[readme.index("openssl cms") :].split("\n\n")[0].replace("\\\n", " ").split()
    run = lambda *words: subprocess.run(words, cwd=tmp_path / "out", capture_output=True, text=True, check=False)  # noqa: E731
    said = run(openssl, *words[1:])
    assert said.returncode == 0, said.stderr
    assert run(sums, "-c", "--quiet", "SHA256SUMS.txt").returncode == 0
    with (tmp_path / "out" / "manifest.json").open("a") as file:
        file.write(" ")
    assert run(openssl, *words[1:]).returncode != 0


def test_without_a_key_the_pack_says_that_it_is_not_sealed(packed, city, settings):
    settings.seal_file = ""
    path = packed(About.ATTESTATION, city.acme)
    files = members(path)
    assert "manifest.json.p7s" not in files
    assert "not sealed" in files["README.txt"].decode()
    said = verify(path)
    assert said.returncode == 0
    assert "not sealed" in said.stdout


def test_memory_does_not_grow_with_the_documents_of_a_vendor(packed, city, work, settings):
    [document] = rows(work.session, Document, attestation_id=city.birch)
    for turn in range(300):
        stored = store_of(settings).put(BytesIO(b"%PDF-1.7" + bytes([turn % 256, turn // 256]) * 50_000), 1 << 20)
        copied = {"digest": stored.digest, "size": stored.size, "replaced_at": work.now, "scan": "clean"}
        work.session.add(
            Document(attestation_id=city.birch, name="again.pdf", media_type=document.media_type,
                     received_at=work.now, **copied)
        )  # fmt: skip
    work.session.commit()
    tracemalloc.start()
    path = packed(About.VENDOR, city.cast.birch)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 30_000_000
    assert peak < 8_000_000
    assert verify(path).returncode == 0
