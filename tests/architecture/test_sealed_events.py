"""Whoever writes events lets them be sealed: only two modules write them, and both say so."""

import ast

from tests.architecture.sources import ROOT

WRITERS = {"services/list_imports/many_events.py", "services/events.py"}
CONSTRUCTORS = {"Event", "EventSubject"}


def writes_events(source):
    """Tell whether a module that imports the table of events makes rows of it, by class or by insert."""
    tree = ast.parse(source)
    if not any(isinstance(node, ast.ImportFrom) and node.module == "tracker.models.event" for node in ast.walk(tree)):
        return False
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    inserted = {
        argument.id
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "insert"
        for argument in call.args
        if isinstance(argument, ast.Name)
    }
    return bool((made | inserted) & CONSTRUCTORS)


def test_only_the_writers_that_expect_seals_write_events():
    folder = ROOT / "tracker"
    sources = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.py")}
    assert {name for name, source in sources.items() if writes_events(source)} == WRITERS
    for name in WRITERS:
        assert "event_seals.expect(" in sources[name]
