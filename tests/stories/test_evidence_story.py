"""An auditor takes the evidence of a contract along and checks it without the tracker. Axe checks each page."""

import re
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
from tests.portal.signing_steps import give_seal
from tests.stories.test_main_story import come_in, onboard
from tests.stories.test_signing_story import sign

pytestmark = pytest.mark.browser

VERIFIER = ROOT / "seed_data" / "verifier" / "verify_pack.py"


@pytest.fixture(autouse=True)
def _sealing(settings, moments, tmp_path):
    give_seal(settings, tmp_path, moments.now())


def downloaded(visitor, folder):
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Make and download the pack").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def verified(path, *words):
    command = [sys.executable, "-I", str(VERIFIER), str(path), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_auditor_downloads_the_evidence_and_a_strangers_python_accepts_it(visit, mail, tmp_path):
    onboard(visit().signs_in("pia"))
    sign(come_in(visit(width=390), mail), mail).reads("We received your answer")
    ada = visit().signs_in("ada").goes("/contracts?q=C-9000").follows("C-9000").follows("Evidence pack")
    ada.reads("Auditors: everything", "What is left out for whom", "the manifest is sealed")
    path = downloaded(ada, tmp_path)
    said = verified(path)
    assert (said.returncode, said.stderr) == (0, ""), said.stdout
    digest = re.findall(r"[0-9a-f]{64}", said.stdout)[-1]
    assert verified(path, "--manifest", digest).returncode == 0
    ada.goes("/audit/").reads("made an evidence pack of contract C-9000")

    phone = visit(width=390, scripts=False).signs_in("max")
    phone.goes("/contracts?q=C-9000").follows("C-9000").follows("Evidence pack").does_not_read("Auditors")
    phone.reads("The public: what an answer to a public-records request may hold")
    manager = downloaded(phone, tmp_path)
    said = verified(manager)
    assert said.returncode == 0
    assert "Left out: 1 x files of documents." in said.stdout
