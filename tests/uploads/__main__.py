"""`python -m tests.uploads`: uploads under kills, and a slow upload that is weighed; see docs/reliability.md."""

import os
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

if __name__ == "__main__":
    with TemporaryDirectory(prefix="tracker-uploads-") as folder:
        # Read when the PostgreSQL of the tests is imported.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import_module("tests.uploads.command").main(Path(folder))
