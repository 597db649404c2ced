"""The commands that the documents tell a reader to type exist, and CI types the same ones."""

import re

from tests.architecture.sources import ROOT

TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
FENCED = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKE = re.compile(r"(?:^|`)make ([a-z][a-z-]*)", re.MULTILINE)


def targets():
    """Give what the Makefile can make."""
    return set(TARGET.findall((ROOT / "Makefile").read_text()))


def documents():
    """Give the pages a reader may type from."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_make_command_in_the_documents_exists():
    told = {(page.name, name) for page in documents() for name in MAKE.findall(page.read_text())}
    assert {(page, name) for page, name in told if name not in targets()} == set()


def test_the_readme_tells_how_to_start_and_how_to_test():
    blocks = [line for block in FENCED.findall((ROOT / "README.md").read_text()) for line in block.splitlines()]
    assert "make run" in blocks
    assert "make test" in blocks


def test_every_target_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text()
    said = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert targets() - said == set()
