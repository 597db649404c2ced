"""Puts everything together; nobody imports this module."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from tracker.cli import main as command_line
from tracker.clock import clock_for
from tracker.config import Settings, read_settings
from tracker.database import db, prepare_engine
from tracker.places import data_folder
from tracker.web import context, display, errors, headers, languages, navigation, permissions
from tracker.web.account import room as account
from tracker.web.addenda import room as addenda
from tracker.web.attestations import room as attestations
from tracker.web.audit import room as audit
from tracker.web.calendar_feeds import room as calendar_feeds
from tracker.web.campaigns import room as campaigns
from tracker.web.contracts import room as contracts
from tracker.web.data_schedule import room as data_schedule
from tracker.web.documents import room as documents
from tracker.web.evidence import room as evidence
from tracker.web.exports import room as exports
from tracker.web.follow_ups import room as follow_ups
from tracker.web.go_live import room as go_live
from tracker.web.health import room as health
from tracker.web.imports import room as imports
from tracker.web.onboarding import room as onboarding
from tracker.web.outbox import room as outbox
from tracker.web.overview import room as overview
from tracker.web.portal import room as portal
from tracker.web.reminders import room as reminders
from tracker.web.requests import room as requests
from tracker.web.requirements import room as requirements
from tracker.web.returned_mail import room as returned_mail
from tracker.web.reviews import room as reviews
from tracker.web.settings import room as settings_room
from tracker.web.tasks import room as tasks
from tracker.web.vendors import room as vendors
from tracker.web.waivers import room as waivers

MEGABYTE = 1024 * 1024
FORM_ALLOWANCE = MEGABYTE
FRAME = (context, languages, account, portal, permissions, display, navigation, headers, errors)
ROOMS = (
    addenda, attestations, audit, calendar_feeds, campaigns, contracts, data_schedule, documents, evidence,
    exports, follow_ups, go_live, health, imports, onboarding, outbox, overview, reminders, requests, requirements,
    returned_mail, reviews, settings_room, tasks, vendors, waivers,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web application; raises SettingsProblem when a setting is missing or unusable."""
    settings = settings or read_settings()
    app = Flask("tracker", template_folder=str(data_folder("templates")), static_folder=str(_static()))
    app.config.update(_flask_settings(settings))
    app.extensions["tracker.settings"] = settings
    app.extensions["tracker.clock"] = clock_for(settings.zone, settings.today)
    app.logger.setLevel(settings.log_level)
    _extend(app)
    for part in (*FRAME, *ROOMS):
        part.register(app)
    _middleware(app, settings)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    secure = urlsplit(settings.base_url).scheme == "https"
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": _database_url(settings),
        # An error of the database is logged; the values of its statement are people's and stay out of the log.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": not settings.database_url.startswith("sqlite"),
            "hide_parameters": True,
        },
        "MAX_CONTENT_LENGTH": settings.upload_limit_mb * MEGABYTE + FORM_ALLOWANCE,
        "MAX_FORM_MEMORY_SIZE": 4 * MEGABYTE,
        "MAX_FORM_PARTS": 1000,
        "TRUSTED_HOSTS": settings.hosts,
        "SESSION_COOKIE_NAME": "tracker",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": settings.time_zone,
        "PRODUCT_VERSION": product_version(),
    }


def _extend(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    CSRFProtect(app)
    Babel(app)


def _middleware(app: Flask, settings: Settings) -> None:
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # Flask's documented way to wrap
        app.wsgi_app, root=str(_static()), prefix="static/", max_age=3600
    )
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]


def _static() -> Path:
    return Path(__file__).parent / "static"


def _database_url(settings: Settings) -> str:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return settings.database_url
    # A relative path is meant from where the command runs, not from Flask's instance folder.
    path = Path(url.database).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    return str(url.set(database=str(path)))


def product_version() -> str:
    """Return the installed version, or "checkout" when run without being installed."""
    try:
        return version("vendor-privacy-tracker")
    except PackageNotFoundError:
        return "checkout"


def main() -> None:
    """Run the `tracker` commands."""
    command_line.run(create_app)
