"""An auditor follows what somebody did, verifies the trail on its page, and again without the tracker."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def alone(tmp_path):
    """Run the verifier that was downloaded, on what was downloaded, by a Python that knows no library of ours."""

    def verify(*names):
        files = [str(tmp_path / name) for name in names]
        return subprocess.run(  # the verifier is our own file
            [sys.executable, "-I", "-S", *files], capture_output=True, text=True, check=False, timeout=60
        )

    return verify


def download(visitor, name, to):
    with visitor.page.expect_download() as found:
        visitor.page.get_by_role("link", name=name).first.click()
    found.value.save_as(to)


def test_an_auditor_proves_that_nobody_touched_the_trail(visit, alone, tmp_path):
    pia = visit().signs_in("pia").goes("/vendors/1/edit").types("Website", "https://acme.example").clicks("Save")
    pia.reads("acme.example")
    ada = visit().signs_in("ada").goes("/audit/").reads("Pia Procurement", "Sealed through event")
    ada.follows("Verify the trail").reads("Nobody has verified the trail on this page yet")
    ada.clicks("Verify now").reads("events are as they were recorded", "By Ada")
    download(ada, "Download the trail", tmp_path / "trail.jsonl")
    download(ada, "Download the verifier", tmp_path / "verify_audit.py")
    (tmp_path / "checkpoints.txt").write_text(ada.page.locator("p.private-address code").inner_text())
    said = alone("verify_audit.py", "trail.jsonl")
    assert "INTACT" in said.stdout, said.stdout + said.stderr

    trail = (tmp_path / "trail.jsonl").read_text(encoding="utf-8")
    (tmp_path / "trail.jsonl").write_text(
        trail.replace("https://acme.example", "https://evil.example"), encoding="utf-8"
    )
    said = alone("verify_audit.py", "trail.jsonl")
    assert said.returncode != 0
    assert "TAMPERED" in said.stdout

    phone = visit(width=390).signs_in("ada").goes("/audit/proof")
    phone.reads("events are as they were recorded")
    visit().signs_in("pia").page.goto(phone.base_url + "/overview")
