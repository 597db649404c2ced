"""Verify an evidence pack of the Vendor Privacy Tracker, without the tracker.

    python3 verify_pack.py pack.zip [--manifest DIGEST] [--checkpoint checkpoints.txt]

Takes the ZIP, or the folder into which it was unpacked. --manifest is the SHA-256 of manifest.json as the city tells
it; --checkpoint takes a file that holds checkpoints of the audit trail, or one line, and may be given again. Python 3.9
or later, nothing to install, no network; nothing is unpacked or written. Exit code: 0 the pack is as it was made, 1 it
was tampered with, 2 it cannot be read. The format stands in docs/evidence.md of the tracker.
"""

import argparse
import hashlib
import json
import os
import re
import stat
import struct
import sys
import zipfile
import zlib

FORMAT = "tracker-evidence-1"
MANIFEST, SEAL, CHAIN, EVENTS = "manifest.json", "manifest.json.p7s", "events/chain.txt", "events/events.jsonl"
BEGINNING, ERASED, ERASING = "0" * 64, "[erased]", "event:erased"
DIGEST = re.compile(r"[0-9a-f]{64}")
HEAD = re.compile(r"tracker-checkpoint-1\s+at=(\S+Z)\s+position=(\d{1,18})\s+events=(\d{1,18})\s+link=([0-9a-f]{64})")
CHAIN_HEAD = re.compile(rb"tracker-chain-1 from=(\d{1,18}) through=(\d{1,18}) before=([0-9a-f]{64})\n")
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
ANSWERS = {
    "agree": "We agree",
    "agree with exception": "We agree, with an exception",
    "not applicable": "Not applicable",
}
MARK, ADDRESS_MARK = re.compile(r"\[left out: [a-z ]+\]"), "[address left out]"
IN_FULL = {"auditor", "privacy officer"}  # nothing is left out of the answers for these
MOST_FILES, MOST_JSON, PIECE, MOST_TOLD = 200_000, 64 * 1024 * 1024, 1024 * 1024, 200
TOO_DENSE = 300  # no honest pack unpacks to more than this many times its size
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OverflowError,
    OSError,
    ValueError,
    struct.error,
)


class Unreadable(Exception):
    """This is no pack, or it is not whole."""


class Findings:
    """Signs of tampering, and what else is worth saying."""

    def __init__(self):
        self.told, self.count, self.notes = [], 0, []

    def find(self, sentence):
        """Note a sign of tampering."""
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(printable(sentence))


class Archive:
    """The files of a ZIP; its table of contents is not believed."""

    def __init__(self, path, findings):
        self.zip, self.entries = zipfile.ZipFile(path), {}
        packed = os.path.getsize(path)
        entries = self.zip.infolist()
        if len(entries) > MOST_FILES or sum(one.compress_size for one in entries) > packed:
            raise Unreadable("its table of contents names more than the file can hold")
        if sum(one.file_size for one in entries) > TOO_DENSE * packed + 2 * MOST_JSON:
            raise Unreadable("it would unpack to many hundred times its size")
        for one in entries:
            self.take(one, findings)

    def take(self, entry, findings):
        """Look at one line of the table of contents."""
        name = entry.orig_filename
        if name in self.entries:
            findings.find(f"{name} stands in the ZIP twice; programs differ in which of the two they show.")
        elif stat.S_ISLNK(entry.external_attr >> 16) or entry.is_dir():
            findings.find(f"{name} is a link or a folder, which no pack holds.")
        else:
            self.entries[name] = entry

    def open(self, name):
        """Open a file for reading."""
        return self.zip.open(self.entries[name])


class Folder:
    """The files of an unpacked folder."""

    def __init__(self, path, findings):
        self.path, self.entries = path, {}
        for above, folders, names in os.walk(path):
            for name in names + folders:
                whole = os.path.join(above, name)
                inside = os.path.relpath(whole, path).replace(os.sep, "/")
                if os.path.islink(whole):
                    findings.find(f"{inside} is a link, which no pack holds.")
                elif name in names:
                    self.entries[inside] = whole
            if len(self.entries) > MOST_FILES:
                raise Unreadable("it holds too many files")

    def open(self, name):
        """Open a file for reading."""
        return open(self.entries[name], "rb")


def printable(text):
    """Give text that cannot steer a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text))[:600]


def sha256(data):
    """Give the SHA-256 of bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sealed_form(value):
    """Give JSON as it is sealed: keys sorted, without blanks, in ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def unsafe(name):
    """Tell whether a name could lead out of its folder, or mean something else on another system."""
    parts = name.split("/")
    odd = any(ord(sign) < 32 or sign in '\\:*?"<>|' for sign in name)
    return odd or any(part in {"", ".", ".."} or part[-1] in " ." or RESERVED.match(part) for part in parts)


def whole(source, name, most=MOST_JSON):
    """Read a file that must not be large."""
    with source.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Unreadable(f"{name} is larger than any pack's")
    return data


def parsed(data, name):
    """Read JSON."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} is no JSON") from error


def manifest_of(source):
    """Read the manifest; give it with its digest."""
    if MANIFEST not in source.entries:
        raise Unreadable("it holds no manifest.json")
    data = whole(source, MANIFEST)
    manifest = parsed(data, MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Unreadable("it is no evidence pack")
    for one in manifest["files"]:
        if not (isinstance(one["path"], str) and isinstance(one["size"], int) and DIGEST.fullmatch(one["sha256"])):
            raise Unreadable("its manifest is not well-formed")
    return manifest, sha256(data)


def check_files(source, manifest, findings):
    """Compare every file with the manifest; give what the manifest lists, by path."""
    listed = {}
    for one in manifest["files"]:
        if one["path"] in listed:
            findings.find(f"The manifest lists {one['path']} twice.")
        listed[one["path"]] = one
    own = {MANIFEST, SEAL} if manifest.get("seal") else {MANIFEST}
    for name in sorted(set(source.entries) | set(listed)):
        if unsafe(name):
            findings.find(f"{name!r} is a name that could lead out of the folder or mean another file.")
    if len({name.lower() for name in source.entries}) < len(source.entries):
        findings.find("Two files differ in capitals alone, and overwrite each other on some systems.")
    for name in sorted(set(source.entries) - set(listed) - own):
        findings.find(f"{name} was added: the manifest does not name it.")
    for name in sorted((set(listed) | own) - set(source.entries)):
        findings.find(f"{name} is missing.")
    for name in sorted(set(listed) & set(source.entries)):
        check_bytes(source, listed[name], findings)
    return listed


def check_bytes(source, one, findings):
    """Read one file, and never more of it than the manifest says."""
    digest, size = hashlib.sha256(), 0
    try:
        with source.open(one["path"]) as file:
            while size <= one["size"]:
                piece = file.read(min(PIECE, one["size"] + 1 - size))
                if not piece:
                    break
                size += len(piece)
                digest.update(piece)
    except BROKEN as error:
        findings.find(f"{one['path']} cannot be read: {error}.")
        return
    if size != one["size"] or digest.hexdigest() != one["sha256"]:
        findings.find(f"{one['path']} was altered: it is not what the manifest names.")


def check_seal(source, manifest, digest, findings):
    """Look whether the city's seal is about this manifest; the signature itself is for another program."""
    if not manifest.get("seal"):
        findings.notes.append("The manifest is not sealed. Compare its digest with the one that the city tells you.")
    elif SEAL in source.entries:
        # In the seal the digest is an OCTET STRING of 32 bytes.
        if b"\x04\x20" + bytes.fromhex(digest) not in whole(source, SEAL, PIECE):
            findings.find("The city's seal was made for another manifest.")
        else:
            said = "The city's seal names this manifest; README.txt says how openssl verifies the seal itself."
            findings.notes.append(said)


def check_requirements(source, listed, findings):
    """Compute the digests of the clauses anew; give the codes by file and the digest."""
    found = {}
    for path in [path for path in listed if path.startswith("requirements/") and path in source.entries]:
        record = parsed(whole(source, path), path)
        digest = sha256(sealed_form(record["clauses"]))
        if digest != record["clauses_sha256"]:
            findings.find(f"{path}: the clauses are not those of their digest.")
        found[path] = digest, {clause["code"] for clause in record["clauses"]}
    return found


def left_out(*values):
    """Tell whether something in these words was left out."""
    words = [value for value in values if isinstance(value, str)]
    return any(MARK.fullmatch(value) or ADDRESS_MARK in value for value in words)


def check_attestations(source, manifest, listed, requirements, findings):
    """Compare each record with the files that it names; give documents and the digest of answers by number."""
    found, named = {}, set()
    in_full = manifest["made_for"] in IN_FULL
    omitted = {what for one in manifest["left_out"] for what in one["what"]}
    for path in [path for path in listed if re.fullmatch(r"attestations/attestation-\d+\.json", path)]:
        if path not in source.entries:
            continue
        record = parsed(whole(source, path), path)
        digest, codes = requirements.get(record["requirements"]["file"], ("", set()))
        if digest != record["requirements"]["clauses_sha256"]:
            findings.find(f"{path}: the requirements are not those that were agreed to.")
        for one in record["answers"]:
            if one["code"] not in codes:
                findings.find(f"{path}: {one['code']} is no clause of the requirements.")
        for one in record["documents"]:
            named.add(one["file"])
            check_document(path, one, listed, omitted, findings)
        check_text(source, path, record, listed, findings, in_full)
        found[record["id"]] = {one["sha256"] for one in record["documents"]}, answers_digest(record["answers"], in_full)
    for path in [path for path in listed if path.startswith("documents/") and path not in named]:
        findings.find(f"{path} belongs to no attestation of the pack.")
    return found


def check_document(path, one, listed, omitted, findings):
    """Compare a document with its file, or with what was left out."""
    if one["file"] is None:
        if not one["left_out"] or one["sha256"] not in omitted:
            findings.find(f"{path}: a document is not there, and the manifest does not say why.")
    elif one["file"] not in listed:
        findings.find(f"{path}: {one['file']} is missing.")
    elif (listed[one["file"]]["sha256"], listed[one["file"]]["size"]) != (one["sha256"], one["size"]):
        findings.find(f"{one['file']} is not the document that was received: {path} names another digest.")


def check_text(source, path, record, listed, findings, in_full):
    """Compare the answers with the text that was signed on screen, where it is there."""
    signing = record["signing"]
    if not signing or not signing["text"]:
        return
    if signing["text"] not in listed or signing["text"] not in source.entries:
        findings.find(f"{path}: {signing['text']} is missing.")
        return
    data = whole(source, signing["text"])
    if sha256(data) != signing["text_sha256"]:
        findings.find(f"{signing['text']} is not the text that was signed.")
        return
    text = parsed(data, signing["text"])
    signed = {one[0]: one[3:] for one in text[5]}
    for one in record["answers"]:
        given = [ANSWERS.get(one["answer"]), one["said"], one["target_on"], one["control"]]
        if (in_full or not left_out(one["said"], one["control"])) and given != signed.get(one["code"]):
            findings.find(f"{path}: the answer to {one['code']} is not the one that was signed.")
    if len(record["answers"]) != len(signed) or record["signer"]["name"] != text[6]:
        findings.find(f"{path}: signer or answers are not those of the text that was signed.")


def answers_digest(answers, in_full):
    """Give the digest that is sealed with the sending of the answers, None when some words were left out."""
    if not in_full and any(left_out(one["said"], one["control"]) for one in answers):
        return None
    rows = sorted([one["code"], one["answer"], one["said"], one["target_on"], one["control"]] for one in answers)
    return sha256(sealed_form(rows))


def follows(before, seal):
    """Tell whether a seal follows from the link before it."""
    parts = bytes.fromhex(before) + seal["position"].to_bytes(8, "big") + bytes.fromhex(seal["commitment"])
    return sha256(parts) == seal["link"]


def check_events(source, listed, attestations, findings):
    """Compare every event with its seal, and what it says with the records; give the seals by position."""
    seals, last, kept_back, erased, erasures = {}, 0, 0, set(), set()
    if EVENTS not in listed or EVENTS not in source.entries:
        findings.find(f"{EVENTS} is missing.")
        return seals
    with source.open(EVENTS) as file:
        for line in iter(lambda: file.readline(MOST_JSON), b""):
            row = parsed(line, EVENTS)
            seal, event = row["seal"], row["event"]
            name = f"Event {event['id']}"
            if seal["position"] <= last or seal["event_id"] != event["id"]:
                findings.find(f"{name} does not stand where its seal belongs.")
            last = seal["position"]
            seals[last] = seal["commitment"], seal["link"], event["id"]
            if not follows(row["before"], seal):
                findings.find(f"{name}: its seal does not follow from the one before.")
            if event["action"] == ERASING:
                erasures |= {number for kind, number in event["subjects"] if kind == "event"}
            if row.get("left_out"):
                kept_back += 1
            elif seal["salt"] == "" and event["sentence"] == event["actor_name"] == ERASED and event["details"] == {}:
                erased.add(event["id"])
            else:
                check_event(name, seal, event, attestations, findings)
    for number in sorted(erased - erasures):
        findings.find(f"The words of event {number} were taken away, and no event says who erased them and why.")
    said = f"{len(seals)} events; of {kept_back} some words were left out, which hides them from proof"
    findings.notes.append(f"{said}; {len(erased)} were erased for good by the city.")
    return seals


def check_event(name, seal, event, attestations, findings):
    """Compare an event that is told in full with its seal, and with what the pack says of the same attestation."""
    salt = bytes.fromhex(seal["salt"])
    if len(salt) != 32 or (sha256(salt + sealed_form(event)) != seal["commitment"]):
        findings.find(f"{name} was edited: it is not what was sealed at position {seal['position']}.")
        return
    for number in [number for kind, number in event["subjects"] if kind == "attestation" and number in attestations]:
        documents, answers = attestations[number]
        sent = event["details"].get("answers") if event["action"] == "attestation:submitted" else None
        if sent and answers and sent != answers:
            findings.find(f"The answers of attestation {number} are not those that were sent (event {event['id']}).")
        received = event["details"].get("digest") if event["action"] == "document:received" else None
        if received and received not in documents:
            findings.find(f"Attestation {number} does not name a document that was received (event {event['id']}).")


def check_chain(source, manifest, listed, seals, heads, findings):
    """Follow the chain from the first event to its end, and compare it with checkpoints kept outside."""
    if CHAIN not in listed or CHAIN not in source.entries:
        if heads:
            findings.notes.append("The chain is not in the pack, so checkpoints prove nothing here.")
        return
    wanted = {position: link for _at, position, link in heads}
    with source.open(CHAIN) as file:
        begun = CHAIN_HEAD.fullmatch(file.readline(200))
        if not begun:
            raise Unreadable(f"{CHAIN} is no chain")
        first, through, link = int(begun[1]), int(begun[2]), begun[3].decode("ascii")
        known = {first - 1: link} if first - 1 in wanted else {}
        position = first - 1
        for line in iter(lambda: file.readline(80), b""):
            position += 1
            commitment = line.decode("ascii").rstrip("\n")
            if not DIGEST.fullmatch(commitment):
                raise Unreadable(f"{CHAIN} is no chain")
            link = sha256(bytes.fromhex(link) + position.to_bytes(8, "big") + bytes.fromhex(commitment))
            if position in wanted:
                known[position] = link
            if position in seals and seals.pop(position)[:2] != (commitment, link):
                findings.find(f"The seal at position {position} is not that of the chain.")
    if first == 1 and begun[3].decode("ascii") != BEGINNING:
        findings.find("The chain does not begin where every chain begins.")
    if seals or position != through or (position, link) != (manifest["chain"]["position"], manifest["chain"]["link"]):
        findings.find("The chain does not lead from the events to the end that the manifest names.")
    compare(heads, known, first, through, findings)


def compare(heads, known, first, through, findings):
    """Compare the chain with checkpoints."""
    good = 0
    for at, position, link in heads:
        if position not in known:
            where = "before its first event" if position < first else "after its end"
            findings.notes.append(f"The checkpoint of {at[:10]} lies {where}; it says nothing about this pack.")
        elif known[position] != link:
            findings.find(f"The chain is not that of the checkpoint of {at[:10]}, position {position}.")
        else:
            good = max(good, position)
    if good:
        findings.notes.append(f"A checkpoint proves the chain through position {good} of {through}.")
    else:
        findings.notes.append("No checkpoint proves the chain: without one, a chain made anew cannot be seen.")


def checkpoints_in(words):
    """Give the checkpoints in a file, or in a line, as (at, position, link)."""
    text = words
    if os.path.isfile(words):
        with open(words, encoding="utf-8", errors="replace") as file:
            text = file.read(MOST_JSON)
    found = [(at, int(position), link) for at, position, _events, link in HEAD.findall(text)]
    if not found:
        raise Unreadable(f"{words} holds no checkpoint")
    return found


def verify(asked, findings):
    """Verify what the command line names; give the manifest."""
    heads = [head for words in asked.checkpoint for head in checkpoints_in(words)]
    source = (Folder if os.path.isdir(asked.pack) else Archive)(asked.pack, findings)
    manifest, digest = manifest_of(source)
    if asked.manifest and asked.manifest.lower() != digest:
        findings.find(f"The manifest is not the one that the city noted: its SHA-256 is {digest}.")
    listed = check_files(source, manifest, findings)
    check_seal(source, manifest, digest, findings)
    if not any("altered" in told or "cannot be read" in told for told in findings.told):
        requirements = check_requirements(source, listed, findings)
        attestations = check_attestations(source, manifest, listed, requirements, findings)
        check_chain(source, manifest, listed, check_events(source, listed, attestations, findings), heads, findings)
    return manifest, digest


def main():
    """Say what was found."""
    parser = argparse.ArgumentParser(description="Verify an evidence pack without the tracker.")
    parser.add_argument("pack", help="the ZIP, or the folder into which it was unpacked")
    parser.add_argument("--manifest", metavar="DIGEST", help="SHA-256 of manifest.json as the city tells it")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE|LINE")
    asked, findings = parser.parse_args(), Findings()
    try:
        manifest, digest = verify(asked, findings)
        about = f"{manifest['about']['kind']} {manifest['about']['number']}, for {manifest['made_for']}"
        omitted = [f"Left out: {one['count']} x {one['kind']}. {one['why']}" for one in manifest["left_out"]]
    except (*BROKEN, KeyError, TypeError, AttributeError, IndexError, RecursionError, MemoryError, Unreadable) as error:
        print("\n".join([*findings.told, printable(f"Cannot verify: {error}")]), file=sys.stderr)
        return 1 if findings.count else 2
    for sentence in [*findings.told, *omitted, *findings.notes]:
        print(printable(sentence))
    if findings.count:
        print(printable(f"TAMPERED: {findings.count} signs in the pack of {about}."))
        return 1
    print(printable(f"INTACT: {len(manifest['files'])} files of {about}. SHA-256 of the manifest: {digest}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
