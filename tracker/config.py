"""The environment, read once: every setting of the product, its default and its meaning."""

from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from tracker.setting_shapes import SHAPES

SHORTEST_SECRET = 32
FEWEST_DIFFERENT_CHARACTERS = 10
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# Known to everybody, so that links of the sample city outlive a restart; refused where anything is real.
SAMPLE_SECRET = "known-to-everybody-and-good-for-the-sample-city-only"  # noqa: S105


class SettingsProblem(Exception):
    """A setting is missing or unusable; the message names it and says what to do."""


class Settings(BaseSettings):
    """What an installation decides; each name is read from the environment as TRACKER_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="TRACKER_", extra="ignore", frozen=False, env_ignore_empty=True)

    database_url: str = Field(
        default="sqlite:///var/tracker.sqlite3",
        description="SQLAlchemy address of the database: sqlite:///path or postgresql+psycopg://user@host/name.",
    )
    files_url: str = Field(
        default="file:var/files",
        description="Where documents are kept, under their digest: file:folder, or s3://bucket/prefix.",
    )
    files_endpoint: str = Field(
        default="", description="Address of the S3 service, like https://s3.city.example; empty: that of Amazon."
    )
    files_region: str = Field(default="us-east-1", description="Region of the bucket.")
    files_key_id: str = Field(
        default="", description="Access key of the bucket; empty: the role that the machine itself has."
    )
    files_secret: str = Field(default="", description="Secret of that access key.")
    exports_url: str = Field(
        default="",
        description="Where repeated exports may be put for other systems: file:folder or s3://bucket/prefix.",
    )
    exports_attached: bool = Field(
        default=False, description="Repeated exports may travel in letters; otherwise letters lead to them."
    )
    clamav_url: str = Field(
        default="",
        description="Virus scanner: tcp://host:port or unix:/path of clamd; empty: received files are not scanned.",
    )
    secret_key: str = Field(
        default="",
        description="Signs sessions and links; at least 32 random characters. Required outside sample mode.",
    )
    base_url: str = Field(
        default="http://127.0.0.1:8000", description="The address people use; links in letters start with it."
    )
    mail_url: str = Field(
        default="folder:var/mail",
        description="smtp://[user:password@]host[:port] (STARTTLS when offered), smtps://… or folder:path.",
    )
    mail_from: str = Field(
        default="Vendor Privacy Tracker <privacy@city.example>", description="Sender of every letter."
    )
    mail_ca_file: str = Field(
        default="",
        description="PEM file of the authority behind the mail servers' certificates; empty: the public ones.",
    )
    mail_timeout: int = Field(
        default=30, ge=1, le=60, description="Seconds to wait for each answer of the mail server before trying later."
    )
    returns_to: str = Field(
        default="",
        description="Address to which mail that cannot be delivered comes back; empty: that of TRACKER_MAIL_FROM.",
    )
    returns_url: str = Field(
        default="",
        description="Mailbox of returned mail, read every 5 minutes: imaps://user:password@host/INBOX; empty: none.",
    )
    returns_token: str = Field(
        default="",
        description="Secret of whoever posts returned mail to /returned-mail, at least 32 characters; empty: closed.",
    )
    checkpoint_file: str = Field(
        default="",
        description="File outside this machine (a mounted share) to which each day's checkpoint is appended.",
    )
    checkpoint_mail: str = Field(
        default="", description="Address that gets each day's checkpoint of the audit trail as a letter."
    )
    checkpoint_webhook: str = Field(
        default="",
        description="Address (https, in no private network) to which each day's checkpoint is posted, signed.",
    )
    checkpoint_webhook_secret: str = Field(
        default="",
        description="Secret of that signature (Standard Webhooks): whsec_ and the Base64 of 24 to 64 random bytes.",
    )
    seal_file: str = Field(
        default="",
        description="The city's own key for sealing what is signed on screen: a PKCS#12 file (.p12, .pfx).",
    )
    seal_password: str = Field(default="", description="Password of that file.")
    seal_module: str = Field(
        default="", description="Instead of the file, a key in hardware: path of the PKCS#11 library of its maker."
    )
    seal_token: str = Field(default="", description="Label of the token in that hardware.")
    seal_key: str = Field(default="", description="Label of the key and of its certificate on the token.")
    seal_pin: str = Field(default="", description="PIN of the token.")
    timestamp_url: str = Field(
        default="",
        description="Timestamp service (RFC 3161) that vouches for the moment of a seal, like http://…; empty: none.",
    )
    sample_mode: bool = Field(
        default=False,
        description="Sample city with sample people and a readable outbox; never for real data.",
    )
    time_zone: str = Field(default="America/Los_Angeles", description="The city's time zone; decides what day it is.")
    today: str = Field(default="", description="Sample mode only: the day to work on, as YYYY-MM-DD.")
    city_name: str = Field(default="City of San José", description="The city's name on pages and in letters.")
    upload_limit_mb: int = Field(default=25, ge=1, le=100, description="Largest document accepted, in megabytes.")
    trusted_hosts: str = Field(
        default="", description="Host names answered besides that of TRACKER_BASE_URL, separated by commas."
    )
    proxy_count: int = Field(
        default=0, ge=0, le=5, description="How many reverse proxies stand in front and set X-Forwarded-For."
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            message = "is not the name of a time zone; write it like America/Los_Angeles"
            raise ValueError(message) from error
        return value

    @field_validator("today")
    @classmethod
    def _real_day(cls, value: str) -> str:
        try:
            return date.fromisoformat(value).isoformat() if value else value
        except ValueError as error:
            message = f"is no day: write {value!r} like 2027-06-30"
            raise ValueError(message) from error

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in LOG_LEVELS:
            message = f"must be one of {', '.join(LOG_LEVELS)}"
            raise ValueError(message)
        return value.upper()

    @field_validator("returns_token")
    @classmethod
    def _strong_token(cls, value: str) -> str:
        if value and _is_weak(value):
            message = "is weak: set it to at least 32 random characters"
            raise ValueError(message)
        return value

    @field_validator(*SHAPES)
    @classmethod
    def _shaped(cls, value: str, info: ValidationInfo) -> str:
        pattern, message = SHAPES[str(info.field_name)]
        if not pattern.fullmatch(value):
            raise ValueError(message)
        return value

    @field_validator("base_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @model_validator(mode="after")
    def _nothing_half_set(self) -> "Settings":
        if self.checkpoint_webhook and not self.checkpoint_webhook_secret:
            message = "TRACKER_CHECKPOINT_WEBHOOK needs TRACKER_CHECKPOINT_WEBHOOK_SECRET"
            raise ValueError(message)
        if self.seal_module and (self.seal_file or not (self.seal_token and self.seal_key)):
            message = "TRACKER_SEAL_MODULE needs TRACKER_SEAL_TOKEN and TRACKER_SEAL_KEY, and no TRACKER_SEAL_FILE"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _safe_outside_sample_mode(self) -> "Settings":
        if self.sample_mode:
            self.secret_key = self.secret_key or SAMPLE_SECRET
            return self
        if self.today:
            message = "TRACKER_TODAY may be set in sample mode only"
            raise ValueError(message)
        if self.secret_key == SAMPLE_SECRET or _is_weak(self.secret_key):
            message = (
                "TRACKER_SECRET_KEY is missing or weak: set it to at least 32 random characters, for example the "
                'output of: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
            raise ValueError(message)
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def hosts(self) -> list[str]:
        """Host names that requests may name."""
        own = urlsplit(self.base_url).hostname or "127.0.0.1"
        local = ["127.0.0.1", "localhost"] if self.sample_mode else []
        return [own, *local, *(host.strip() for host in self.trusted_hosts.split(",") if host.strip())]

    @property
    def files_folder(self) -> Path:
        """The folder named by files_url."""
        return Path(self.files_url.removeprefix("file:").removeprefix("//"))


def _is_weak(secret: str) -> bool:
    return len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_DIFFERENT_CHARACTERS


def read_settings(**overrides: object) -> Settings:
    """Read the environment; raise SettingsProblem with one sentence per unusable setting."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # overrides are validated by pydantic
    except ValidationError as error:
        raise SettingsProblem("; ".join(_sentence(dict(item)) for item in error.errors())) from error


def _sentence(item: dict[str, object]) -> str:
    where = ".".join(str(part) for part in item.get("loc", ()))  # type: ignore[attr-defined]  # a tuple
    said = str(item.get("msg", "")).removeprefix("Value error, ")
    return f"TRACKER_{where.upper()} {said}" if where else said
