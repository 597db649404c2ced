"""`python -m tests.simulation`: two years in a city of 1,000 contracts; see `--help` and docs/reliability.md."""

import os
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

if __name__ == "__main__":
    with TemporaryDirectory(prefix="tracker-simulation-") as folder:
        # Read when the PostgreSQL of the tests is imported.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import_module("tests.simulation.command").main(Path(folder))
