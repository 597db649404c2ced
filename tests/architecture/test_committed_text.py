"""No committed file knows the machine it was written on, or where that machine gets its packages."""

import re

from tests.architecture.sources import NOT_OURS, OURS, ROOT, shown

TEXT = {
    "",
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".js",
    ".json",
    ".lock",
    ".mako",
    ".md",
    ".py",
    ".scss",
    ".svg",
    ".toml",
}
# Brackets keep this file from finding itself.
FORBIDDEN = re.compile(
    rf"{re.escape(str(ROOT))}\b"
    r"|(?<![\w.-])/(?:hom[e]|roo[t]|User[s]|wor[k])/\w"
    r"|--(?:extra-)?inde[x]-url|--find-link[s]|\bpypi\.or[g]/simple|\bfiles\.pythonhoste[d]"
)


def committed():
    """Give our text files; what git ignores lies elsewhere."""
    inside = (path for folder in OURS for path in (ROOT / folder).rglob("*"))
    for path in (*ROOT.iterdir(), *inside):
        ours = path.is_file() and NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)
        if ours and path.suffix in TEXT and path.name != ".git":
            yield path


def test_no_file_names_a_place_of_a_machine_or_an_index():
    found = [
        f"{shown(path)}: {hit.group()}"
        for path in committed()
        for hit in FORBIDDEN.finditer(path.read_text(errors="replace"))
    ]
    assert found == []
