"""`python -m tests.faults`: the fault harness; see `--help` and docs/reliability.md."""

import os
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

if __name__ == "__main__":
    with TemporaryDirectory(prefix="tracker-faults-") as folder:
        # Read when the PostgreSQL of the tests is imported.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import_module("tests.faults.command").main(Path(folder))
