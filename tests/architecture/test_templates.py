"""Templates stay short, take their looks from components, and keep to the content security policy."""

import re

from tests.architecture.sources import TEMPLATES, lines, shown, templates

LONGEST_TEMPLATE = 120
LETTERS = {"letters", "mail"}
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
INLINE = {
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


def pages():
    """Give templates that a browser shows under our policy; letters are shown by mail programs."""
    return [
        path for path in templates() if path.suffix == ".html" and LETTERS.isdisjoint(path.relative_to(TEMPLATES).parts)
    ]


def test_no_template_is_longer_than_a_person_reads_at_once():
    long = {shown(path): lines(path) for path in templates() if lines(path) >= LONGEST_TEMPLATE}
    assert long == {}


def test_class_names_of_the_design_system_stay_in_components_and_base_templates():
    strays = [
        shown(path)
        for path in pages()
        if len(path.relative_to(TEMPLATES).parts) > 1
        and path.relative_to(TEMPLATES).parts[0] != "components"
        and re.search(r"\busa-[a-z]", path.read_text())
    ]
    assert strays == []


def test_no_page_holds_style_or_script():
    found = [
        f"{shown(path)}: {what}"
        for path in pages()
        for what, pattern in INLINE.items()
        if pattern.search(COMMENT.sub("", path.read_text()))
    ]
    assert found == []
