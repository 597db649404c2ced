"""Modules stay short, are named by a noun, and import openly."""

import ast

from tests.architecture.sources import lines, modules, shown, tree

LONGEST_MODULE = 250
NAMES_THAT_SAY_NOTHING = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}


def test_no_module_is_longer_than_a_person_reads_at_once():
    long = {shown(path): lines(path) for path in modules("tracker", "tests", "bench", "migrations")}
    assert {path: count for path, count in long.items() if count >= LONGEST_MODULE} == {}


def test_an_init_file_is_one_sentence():
    for path in modules("tracker", "tests", "bench"):
        if path.name == "__init__.py":
            body = tree(path).body
            sentence = ast.get_docstring(tree(path)) or ""
            assert len(body) == 1, f"{shown(path)} holds more than its sentence"
            assert sentence.endswith("."), f"{shown(path)} does not say what the folder is for"
            assert "\n" not in sentence, f"{shown(path)} holds more than one sentence"


def test_every_folder_of_the_package_says_what_it_is_for():
    folders = {path.parent for path in modules("tracker")}
    assert [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_a_module_is_named_by_its_noun():
    nameless = [shown(path) for path in modules("tracker", "tests", "bench") if path.stem in NAMES_THAT_SAY_NOTHING]
    assert nameless == []


def test_no_import_hides_inside_a_function():
    hidden = [
        f"{shown(path)}:{inner.lineno}"
        for path in modules("tracker", "tests", "bench", "migrations")
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_nobody_imports_the_app():
    importers = [
        shown(path)
        for path in modules("tracker")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and node.module == "tracker.app")
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "tracker"
            and "app" in {name.name for name in node.names}
        )
        or (isinstance(node, ast.Import) and "tracker.app" in {name.name for name in node.names})
    ]
    assert importers == []
