"""A pytest plugin: tests marked `browser` run where Chromium is found; elsewhere the run says so."""

import os
from pathlib import Path

import pytest

PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
LEFT_OUT = pytest.StashKey[int]()


def chromium_path() -> str | None:
    """Give the program named by TRACKER_CHROMIUM, else the one in /usr/bin, or None."""
    named = os.environ.get("TRACKER_CHROMIUM")
    places = (named,) if named else PLACES
    return next((place for place in places if Path(place).is_file()), None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave browser tests out where there is no Chromium; in CI they stay, and fail."""
    stories = [item for item in items if item.get_closest_marker("browser")]
    if not stories or chromium_path() or os.environ.get("CI"):
        return
    config.stash[LEFT_OUT] = len(stories)
    config.hook.pytest_deselected(items=stories)
    items[:] = [item for item in items if not item.get_closest_marker("browser")]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail in one sentence, rather than in a browser's own words."""
    if item.get_closest_marker("browser") and not chromium_path():
        pytest.fail("No Chromium found, and CI runs the browser tests: install it.", pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the controller, as a worker, how many were left out; every worker leaves out the same ones."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["browser tests left out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:
    """Hear, as the controller, what a worker left out."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("browser tests left out", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    """Say how many browser tests did not run, and what to do about it."""
    stories = config.stash.get(LEFT_OUT, 0)
    if stories:
        terminalreporter.write_line(
            f"{stories} browser tests did not run: no Chromium found. Install it or set TRACKER_CHROMIUM.",
            yellow=True,
        )
