"""What a pack leaves out for whom: every byte of every file is searched, and nothing is left out silently."""

import json
from io import BytesIO

import pypdf
import pytest

from tests.cast import rows
from tests.packs.conftest import ADDRESS, BROWSER, EXCEPTION, MAIL, NOTE, REASON, members, verify
from tests.submitted import checked
from tracker.domain.disclosure import Audience
from tracker.domain.signature_verdict import Verdict
from tracker.models.document import Document
from tracker.queries.evidence import About

CLOSE = [Audience.AUDITOR, Audience.PRIVACY_OFFICER]
OTHERS = [Audience.PROCUREMENT, Audience.MANAGER, Audience.PUBLIC]
VENDOR_WORDS = "keys are kept for 90 days"


def searched(path):
    """Every byte of every file, and the text of every PDF."""
    files = members(path)
    texts = [
        "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages).encode()
        for name, data in files.items()
        if name.endswith(".pdf")
    ]
    return b"\n".join([*map(str.encode, files), *files.values(), *texts])


@pytest.fixture
def everything(packed, city):
    """Give all bytes of the packs about both vendors, their contracts and attestations, for an audience."""

    def give(audience):
        asked = [
            (About.ATTESTATION, city.acme), (About.ATTESTATION, city.birch), (About.CONTRACT, city.cast.payroll),
            (About.CONTRACT, city.cast.cameras), (About.VENDOR, city.cast.acme), (About.VENDOR, city.cast.birch),
        ]  # fmt: skip
        return b"\n".join(searched(packed(about, number, audience)) for about, number in asked)

    return give


@pytest.mark.parametrize("audience", CLOSE)
def test_auditors_and_privacy_officers_see_everything(everything, audience):
    found = everything(audience)
    for word in (ADDRESS, BROWSER, MAIL, NOTE, REASON, VENDOR_WORDS, "ben@birch.example", "Oscar Officer"):
        assert word.encode() in found, word


@pytest.mark.parametrize("audience", OTHERS)
def test_no_address_browser_mail_or_note_is_in_any_byte(everything, audience):
    found = everything(audience)
    for word in (ADDRESS, BROWSER, "cora@", "ben@birch", "198.51.100.9", NOTE):
        assert word.encode() not in found, word
        assert json.dumps(word)[1:-1].encode() not in found, word


def test_the_public_is_told_no_people_reasons_exceptions_and_no_files(everything, packed, city):
    found = everything(Audience.PUBLIC)
    for word in (REASON, VENDOR_WORDS, "Oscar Officer", "Pia Procurement", "Ada Auditor", "Ben Birch", "Seen."):
        assert word.encode() not in found, word
    assert city.paper not in found
    assert b"Cora Chen" in found
    path = packed(About.VENDOR, city.cast.birch, Audience.PUBLIC)
    assert not [name for name in members(path) if name.startswith("documents/") or name.endswith("text.json")]


def test_procurement_gets_the_file_that_the_vendor_sent_and_a_manager_its_digest(packed, city):
    given = {
        audience: [name for name in members(packed(About.VENDOR, city.cast.birch, audience)) if "documents/" in name]
        for audience in OTHERS
    }
    assert [len(given[audience]) for audience in OTHERS] == [1, 0, 0]


def test_a_file_whose_certificate_names_a_mail_address_stays_with_auditors(packed, city, work):
    [document] = rows(work.session, Document, attestation_id=city.birch)
    facts = {"signatures": [{"field": "S", "email": "hidden@birch.example"}]}
    work.session.add(checked(work, document.id, Verdict.TRUSTED, **facts))
    work.session.commit()
    path = packed(About.VENDOR, city.cast.birch, Audience.PROCUREMENT)
    assert not [name for name in members(path) if name.startswith("documents/")]
    assert b"hidden@" not in searched(path)
    assert b"hidden@" in searched(packed(About.VENDOR, city.cast.birch, Audience.AUDITOR))


@pytest.mark.parametrize("audience", OTHERS)
def test_what_is_left_out_is_listed_by_kind_and_reason_and_marked_in_its_place(packed, city, audience):
    path = packed(About.ATTESTATION, city.acme, audience)
    files = members(path)
    omitted = {one["kind"]: one for one in json.loads(files["manifest.json"])["left_out"]}
    expected = {"network addresses and browsers", "mail and network addresses in words", "notes of reviewers"}
    assert expected <= set(omitted)
    assert all(one["why"] and one["source"] and one["count"] for one in omitted.values())
    told = json.loads(files[f"attestations/attestation-{city.acme}.json"])
    assert told["signing"]["network_address"] == "[left out: network addresses and browsers]"
    assert told["decision"]["note"] == "[left out: notes of reviewers]"
    assert told["documents"][0]["left_out"]
    assert "Left out:" in verify(path).stdout
    assert all(kind in files["evidence.html"].decode() for kind in omitted)


def test_an_event_of_which_words_were_left_out_has_no_salt_to_guess_them_by(packed, city):
    for audience in OTHERS:
        lines = members(packed(About.ATTESTATION, city.acme, audience))["events/events.jsonl"].splitlines()
        told = [json.loads(line) for line in lines]
        assert [row for row in told if row.get("left_out")]
        assert all((row["seal"]["salt"] == "") == bool(row.get("left_out")) for row in told)


def test_nothing_is_left_out_for_auditors(packed, city):
    files = members(packed(About.VENDOR, city.cast.birch))
    assert json.loads(files["manifest.json"])["left_out"] == []
    answers = json.loads(files[f"attestations/attestation-{city.birch}.json"])["answers"]
    assert EXCEPTION in {answer["said"] for answer in answers}
