"""Words of exports: what is written, how, how often, and where a file stands."""

from enum import StrEnum


class ExportForm(StrEnum):
    """How an export is written."""

    WORKBOOK = "xlsx"
    CSV = "csv"
    JSON_LINES = "jsonl"


class ExportState(StrEnum):
    """Where an export that runs on its own stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ExportRhythm(StrEnum):
    """How often an export is repeated; one whose day is no working day waits for the next."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
