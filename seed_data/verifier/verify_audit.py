"""Verify an exported audit trail of the Vendor Privacy Tracker, without the tracker.

    python3 verify_audit.py trail.jsonl --checkpoint checkpoints.txt

trail.jsonl is what `tracker audit export` (or the auditors' page) gives; --checkpoint takes a file that holds
checkpoints, or one line, and may be given again. Python 3.8 or later, nothing to install, no network. Exit code: 0 the
trail is as it was recorded, 1 it was tampered with, 2 the file cannot be read. The format stands in docs/audit.md.
"""

import argparse
import hashlib
import json
import os
import re
import sys

BEGINNING = "0" * 64
ERASED = "[erased]"
ERASING = "event:erased"
HEAD = re.compile(r"tracker-checkpoint-1\s+at=(\S+Z)\s+position=(\d{1,18})\s+events=(\d{1,18})\s+link=([0-9a-f]{64})")
MOST = 200


class Unreadable(Exception):
    """The file is no export, or it is not whole."""


def canonical(event):
    """Give the bytes of an event that are sealed."""
    return json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def digest(*parts):
    """Give SHA-256 over parts of bytes, hexadecimal."""
    return hashlib.sha256(b"".join(parts)).hexdigest()


def fits(seal, event):
    """Tell whether an event is what a seal commits to."""
    try:
        salt = bytes.fromhex(seal["salt"])
        return len(salt) == 32 and digest(salt, canonical(event)) == seal["commitment"]
    except (TypeError, ValueError):
        return False


def follows(before, position, seal):
    """Tell whether a seal at a position follows from the link before it."""
    try:
        parts = bytes.fromhex(before), position.to_bytes(8, "big"), bytes.fromhex(seal["commitment"])
        return digest(*parts) == seal["link"]
    except (TypeError, ValueError, OverflowError):
        return False


class Trail:
    """What is known of the trail while it is read."""

    def __init__(self, checkpoints):
        self.checkpoints = sorted(checkpoints, key=lambda head: (head[1], head[0]))
        self.links = {0: BEGINNING}
        self.wanted = {head[1] for head in self.checkpoints}
        self.position, self.link = 0, BEGINNING
        self.events = self.found = 0
        self.findings, self.altered, self.loose = [], [], []
        self.erased, self.erasures = set(), set()

    def find(self, sentence):
        """Note a sign of tampering."""
        self.found += 1
        if len(self.findings) < MOST:
            self.findings.append(sentence)

    def keep(self, where, what):
        """Keep something that does not fit, to compare it with others at the end."""
        if len(where) < MOST:
            where.append(what)
        else:
            self.found += 1

    def take(self, seal, event):
        """Read one line: a seal with its event, either of which may be missing."""
        if event is not None:
            self.events += 1
        if seal is None:
            self.find("Event {} was inserted, or its seal was deleted: no seal names it.".format(event["id"]))
            return
        self.follow(seal)
        self.position, self.link = seal["position"], seal["link"]
        if self.position in self.wanted:
            self.links[self.position] = self.link
        if event is None:
            self.find("Event {} was deleted.".format(seal["event_id"]))
        else:
            self.compare(seal, event)

    def follow(self, seal):
        """Look at the place of a seal in the chain."""
        expected = self.position + 1
        if seal["position"] < expected:
            raise Unreadable("the seals of the export do not stand in order")
        if seal["position"] > expected:
            self.find(f"The seals of positions {expected} to {seal['position'] - 1} were deleted.")
        elif not follows(self.link, expected, seal):
            self.keep(self.loose, (seal, self.link))

    def compare(self, seal, event):
        """Look at an event beside its seal."""
        if event["action"] == ERASING:
            self.erasures |= {number for kind, number in event["subjects"] if kind == "event"}
        if event["id"] != seal["event_id"]:
            self.find("The seal of event {} stands beside event {}.".format(seal["event_id"], event["id"]))
        elif fits(seal, event):
            return
        elif seal["salt"] == "" and event["sentence"] == event["actor_name"] == ERASED and event["details"] == {}:
            self.erased.add(event["id"])
        else:
            self.keep(self.altered, (seal, event))

    def end(self):
        """Tell swaps from edits, and compare with the checkpoints."""
        self.tell_altered()
        self.tell_loose()
        for number in sorted(self.erased - self.erasures):
            self.find(f"The words of event {number} were taken away, and no event says who erased them and why.")
        good = 0
        for at, position, link in self.checkpoints:
            if position > self.position:
                told = f"The tail was cut: the checkpoint of {at[:10]} stands at position {position}"
                self.find(f"{told}, the chain ends at {self.position}.")
            elif self.links.get(position) != link:
                told = f"The chain was computed anew after position {good}: at {position}"
                self.find(f"{told} it is not that of the checkpoint of {at[:10]}.")
            else:
                good = position

    def tell_altered(self):
        """Tell which events were edited, and which two stand for each other."""
        told = set()
        for seal, event in self.altered:
            if seal["position"] in told:
                continue
            for other, stranger in self.altered:
                here = dict(stranger, id=seal["event_id"])
                variants = stranger, here, dict(here, subjects=event["subjects"])
                if other is not seal and any(fits(seal, variant) for variant in variants):
                    told.add(other["position"])
                    self.find("Events {} and {} were swapped.".format(seal["event_id"], other["event_id"]))
                    break
            else:
                number, position = seal["event_id"], seal["position"]
                self.find(f"Event {number} was edited: it is not what was sealed at position {position}.")

    def tell_loose(self):
        """Tell which seals were changed, and which two stand for each other."""
        told = set()
        for seal, before in self.loose:
            if seal["position"] in told:
                continue
            for other, _ in self.loose:
                if other is not seal and follows(before, seal["position"], other):
                    told |= {other["position"], seal["position"] + 1, other["position"] + 1}
                    self.find(f"The seals at positions {seal['position']} and {other['position']} were swapped.")
                    break
            else:
                number, position = seal["event_id"], seal["position"]
                self.find(f"The seal at position {position} (event {number}) does not follow from the one before.")


def checkpoints_in(words):
    """Give the checkpoints in a file, or in a line, as (at, position, link)."""
    text = words
    if os.path.isfile(words):
        with open(words, encoding="utf-8", errors="replace") as file:
            text = file.read()
    found = [(at, int(position), link) for at, position, _events, link in HEAD.findall(text)]
    if not found:
        msg = f"{words} holds no checkpoint"
        raise Unreadable(msg)
    return found


def read(path, trail):
    """Read the export line by line."""
    with open(path, encoding="ascii") as file:
        if json.loads(file.readline()).get("format") != "tracker-audit-1":
            msg = f"{path} is no export of an audit trail"
            raise Unreadable(msg)
        for line in file:
            row = json.loads(line)
            if row.get("end"):
                return
            trail.take(row["seal"], row["event"])
    msg = f"{path} is not whole: its last line is missing"
    raise Unreadable(msg)


def main():
    """Verify what the command line names."""
    parser = argparse.ArgumentParser(description="Verify an exported audit trail without the tracker.")
    parser.add_argument("file", help="what `tracker audit export` wrote")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE|LINE")
    asked = parser.parse_args()
    try:
        trail = Trail([head for words in asked.checkpoint for head in checkpoints_in(words)])
        read(asked.file, trail)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Unreadable) as error:
        print(f"Cannot verify: {error}", file=sys.stderr)
        return 2
    trail.end()
    for sentence in trail.findings:
        print(sentence)
    if trail.found:
        print(f"TAMPERED: {trail.found} signs in {trail.events} events.")
        return 1
    print(f"INTACT: {trail.events} events are as they were recorded, through position {trail.position}.")
    if not asked.checkpoint:
        print("No checkpoint was given: a tail that was cut and a chain computed anew cannot be seen without one.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
