"""What every command shares: the group, the application it works in, and errors in one sentence."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import click
from flask import Flask
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker.clock import Clock
from tracker.config import Settings, SettingsProblem, read_settings
from tracker.database import db
from tracker.schema import SchemaProblem
from tracker.services.rules import RuleBroken
from tracker.services.work import Actor, Work

FAILED = 1
COMMAND_LINE = Actor(kind="command line", id=None, name="Command line")


class CommandFailed(click.ClickException):
    """A command could not do its work; the message is one sentence."""

    exit_code = FAILED


@dataclass(slots=True)
class Installation:
    """What a command is given: how to make the application, made only when needed."""

    create_app: Callable[[Settings], Flask]
    _app: Flask | None = None

    @property
    def settings(self) -> Settings:
        """The installation's settings, read now."""
        return read_settings()

    @property
    def app(self) -> Flask:
        """The application, made once."""
        self._app = self._app or self.create_app(self.settings)
        return self._app

    @contextmanager
    def work(self, actor: Actor = COMMAND_LINE) -> Iterator[Work]:
        """Give a unit of work in the application's context; the command commits."""
        with self.app.app_context():
            clock = cast("Clock", self.app.extensions["tracker.clock"])
            settings = cast("Settings", self.app.extensions["tracker.settings"])
            yield Work(session=db.session(), actor=actor, clock=clock, settings=settings)


class Commands(click.Group):
    """A group whose commands say what is wrong in one sentence, without a stack."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; turn what users can mend into a sentence and exit code 1."""
        try:
            return super().invoke(ctx)
        except (SettingsProblem, SchemaProblem, RuleBroken, LookupError) as error:
            raise CommandFailed(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandFailed(_database_sentence(error)) from error


def _database_sentence(error: OperationalError | ProgrammingError) -> str:
    said = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    if "no such table" in said or "does not exist" in said:
        return "The database has no tables yet: run `tracker upgrade` first."
    return f"The database cannot be used: {said}"


def installation() -> Installation:
    """The installation that the present command works on."""
    return cast("Installation", click.get_current_context().find_object(Installation))


def progress(title: str) -> Progress:
    """A progress bar on standard error; silent where nobody watches."""
    return Progress(
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
