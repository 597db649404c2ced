"""`tracker serve`: the web server, with the scheduler in its workers."""

from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from tracker import jobs
from tracker.cli.frame import Installation, installation
from tracker.cli.readiness import require_free_port, require_upgraded
from tracker.config import Settings
from tracker.database import db
from tracker.mail.sender import folder_of
from tracker.models.person import Person, PersonRole
from tracker.services.sample_city_people import sample_password

SHOWN_PEOPLE = 12
THREADS = 4
"""Threads let a worker answer while a browser keeps an idle connection open, which a sync worker cannot."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn, told by us instead of by its own command line."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.app = app
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@click.option("--no-scheduler", is_flag=True, help="Leave reminders and sending to `tracker scheduler`.")
def serve(host: str, port: int, workers: int, *, no_scheduler: bool) -> None:
    """Answer requests until stopped with Ctrl-C; one of the workers writes reminders and sends letters."""
    require_free_port(host, port)
    place = installation()
    settings = _settled(place, host, port)
    app = place.create_app(settings)
    require_upgraded(app)
    lines = _introduction(app, settings)
    options = _options(host, port, workers, app=None if no_scheduler else app)
    # Said when the port is open, so that who follows the address at once finds somebody there.
    options["when_ready"] = lambda _server: click.echo("\n".join(lines))
    Server(app, options).run()


def _settled(place: Installation, host: str, port: int) -> Settings:
    settings = place.settings
    if settings.sample_mode and "base_url" not in settings.model_fields_set:
        # Links in sample letters must lead back to the port that was chosen.
        settings.base_url = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104
    return settings


def _introduction(app: Flask, settings: Settings) -> list[str]:
    lines = [f"The tracker answers at {settings.base_url}  (stop with Ctrl-C)"]
    if not settings.sample_mode:
        return lines
    folder = folder_of(settings.mail_url)
    where = f"kept in {folder.absolute()}" if folder is not None else "sent to the configured mail server"
    return [
        *lines,
        f"Sample mode. Sign in as one of these, each with the password {sample_password()}:",
        *(f"  {line}" for line in _people(app)),
        f"Sample mail is {where}; read it at {settings.base_url}/outbox",
    ]


def _people(app: Flask) -> list[str]:
    statement = (
        select(Person.email, Person.name, PersonRole.role)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(Person.active.is_(True))
        .order_by(Person.id, PersonRole.role)
        .limit(SHOWN_PEOPLE)
    )
    with app.app_context():
        lines = [f"{row.email:<32} {row.name} ({row.role})" for row in db.session.execute(statement)]
        db.session.remove()
        db.engine.dispose()
    return lines or ["nobody yet: run `tracker seed` first"]


def _options(host: str, port: int, workers: int, app: Flask | None) -> dict[str, Any]:
    options: dict[str, Any] = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": 60,
        "graceful_timeout": 20,
        "keepalive": 5,
        "loglevel": "warning",
        "proc_name": "tracker",
        "control_socket_disable": True,
    }
    if app is not None:
        options |= {"post_worker_init": _start_scheduler(app), "worker_exit": _stop_scheduler(app)}
    return options


def _start_scheduler(app: Flask) -> Any:  # noqa: ANN401  # a hook of gunicorn
    def start(worker: Any) -> None:  # noqa: ANN401  # gunicorn's worker
        worker.tracker_scheduler = jobs.start(app)

    return start


def _stop_scheduler(app: Flask) -> Any:  # noqa: ANN401  # a hook of gunicorn
    def stop(_server: Any, worker: Any) -> None:  # noqa: ANN401  # gunicorn's arbiter and worker
        running = getattr(worker, "tracker_scheduler", None)
        if running is not None:
            jobs.stop(app, running)

    return stop
