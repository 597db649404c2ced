"""What the package imports is what pyproject.toml declares, and nothing is declared in vain."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import ROOT, modules, tree

# Needed without being imported: a driver named by an address, time zones for systems that have none.
NAMED_ELSEWHERE = {"psycopg", "tzdata"}
# Comes with a library that is declared, and is part of its face.
PART_OF = {"werkzeug": "flask", "jinja2": "flask", "markupsafe": "flask", "itsdangerous": "flask",
           "flask-login": "flask-security", "pydantic": "pydantic-settings",
           "limits": "flask-limiter", "email-validator": "flask-security",
           "pyhanko-certvalidator": "pyhanko"}  # fmt: skip


def imported():
    """Give the distributions whose modules the package and its migrations import."""
    tops = set()
    for path in modules("tracker", "migrations"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                tops |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                tops.add((node.module or "").split(".")[0])
    installed = packages_distributions()
    outside = tops - sys.stdlib_module_names - {"tracker"}
    names = {canonicalize_name(installed.get(top, [top])[0]) for top in outside}
    return {PART_OF.get(name, name) for name in names}


def declared():
    """Give the distributions that the project declares to need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {canonicalize_name(Requirement(entry).name) for entry in project["dependencies"]}


def test_what_is_imported_is_declared():
    assert imported() - declared() == set()


def test_nothing_is_declared_in_vain():
    assert declared() - imported() - NAMED_ELSEWHERE == set()
