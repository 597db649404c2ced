"""The files of the checkout that the tests beside this one police."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tracker"
TEMPLATES = ROOT / "templates"
OURS = ("tracker", "migrations", "templates", "seed_data", "tests", "docs", "bench", ".ci")
NOT_OURS = {"__pycache__", "vendor", "_data", "node_modules", "versions"}


def shown(path: Path) -> str:
    """Give the path as a reader of the repository knows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Give our Python modules in these folders, without generated ones."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)))


@cache
def templates() -> tuple[Path, ...]:
    """Give all templates, in every language they are written in."""
    return tuple(sorted(path for path in TEMPLATES.rglob("*.*") if path.suffix in {".html", ".txt", ".typ"}))


@cache
def tree(path: Path) -> ast.Module:
    """Give the syntax tree of a module."""
    return ast.parse(path.read_text(), filename=str(path))


def lines(path: Path) -> int:
    """Count the lines of a file."""
    return len(path.read_text().splitlines())
