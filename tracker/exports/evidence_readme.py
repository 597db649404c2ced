"""README.txt of an evidence pack, in plain words."""

from typing import Final

TEXT: Final = """\
EVIDENCE PACK
{title}

Made by the {city} with the Vendor Privacy Tracker {version}
on {made_at}, for: {audience}. As of {as_of}, in the city's time zone ({zone}).

WHAT THIS IS
This pack shows what a vendor agreed to, who signed, what the signature proved when it arrived, what the city decided,
and what happened since. It is made so that you need not trust the program that made it, nor the people who run it.
It shows what had been recorded by the end of the day above.

    evidence.html     read this first: a summary, with links to everything (no scripts, nothing from the internet)
    attestations/     one file per attestation: signer, answers, data, verdicts, decision
    documents/        the files as they were received, byte for byte
    requirements/     the full text of what was agreed to
    contracts/        one file per contract: term, data, waivers, how it stood
    events/           who did what, as the audit trail holds it, and the chain that it is sealed in
    manifest.json     every file with its size and its SHA-256, and everything that was left out, with the reason
    verify_pack.py    checks all of it, in some hundred lines that anybody can read

HOW TO CHECK IT
With Python 3.9 or later, nothing installed, no network:

    python3 verify_pack.py the-pack.zip

It says INTACT or TAMPERED, and every reason. If somebody whom you do not trust gave you this pack, do not take the
checker out of it: ask the city for verify_pack.py, and for the digest of manifest.json. The city noted that digest in
its audit trail when it made the pack:

    python3 verify_pack.py the-pack.zip --manifest DIGEST

If you have a checkpoint of the city's audit trail (a line that begins with "tracker-checkpoint-1"), from that day or
later, it proves that no event in here was changed since:

    python3 verify_pack.py the-pack.zip --checkpoint checkpoints.txt

Without Python, in the unpacked folder:

    sha256sum -c SHA256SUMS.txt
    sha256sum manifest.json
{seal}
WHAT IT DOES NOT PROVE
That what was recorded was true. That a person holds an office. Whatever was left out (see the end of evidence.html).
Documents are shown as received: open them with a program that you keep up to date.
"""
SEALED: Final = """
The city sealed the manifest with its own key:

    openssl cms -verify -binary -inform DER -in manifest.json.p7s -content manifest.json \\
        -CAfile city-seal.pem -partial_chain -purpose any -no_check_time -out /dev/null

A certificate in a pack vouches for nobody. Compare its SHA-256 fingerprint with the one that the city tells you:
    {fingerprint}
    openssl x509 -in city-seal.pem -noout -fingerprint -sha256
"""
UNSEALED: Final = """
The manifest is not sealed: {why}
"""


def readme(facts: dict[str, str], seal: str) -> str:
    """Return the text; `facts` are title, city, version, made_at, audience, as_of and zone."""
    return TEXT.format(**facts, seal=seal)


def sealed(fingerprint: str) -> str:
    """Return what is said about the seal of the manifest."""
    return SEALED.format(fingerprint=fingerprint)


def unsealed(why: str) -> str:
    """Return what is said about a manifest without seal."""
    return UNSEALED.format(why=why)
