"""`tracker scheduler`: reminders and sending without the web server."""

import signal
import threading

import click

from tracker import jobs
from tracker.cli.frame import installation
from tracker.cli.readiness import require_upgraded


@click.command()
def scheduler() -> None:
    """Write reminders and send letters until stopped; any number may run, one leads at a time."""
    app = installation().app
    require_upgraded(app)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    running = jobs.start(app)
    click.echo("The scheduler runs. Stop it with Ctrl-C.")
    stopped.wait()
    jobs.stop(app, running)
    click.echo("The scheduler has stopped.")
