"""What must hold before a long-running command starts."""

import socket

from flask import Flask

from tracker import schema
from tracker.cli.frame import CommandFailed
from tracker.database import db


def require_upgraded(app: Flask) -> None:
    """Fail in one sentence when the database is not at the revision that this code needs."""
    with app.app_context():
        current = schema.current_revision(db.engine)
        # Connections must not be shared with the processes that are forked later.
        db.engine.dispose()
    if current != schema.head_revision():
        raise CommandFailed("The database is not up to date: run `tracker upgrade` first.")


def require_free_port(host: str, port: int) -> None:
    """Fail in one sentence when the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = "it is taken" if error.errno in {48, 98} else str(error.strerror).lower()
            raise CommandFailed(
                f"Cannot listen on {host}:{port}: {reason}. Stop the other program, or choose another --port."
            ) from error
