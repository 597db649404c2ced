"""The place outside the tracker at which repeated exports are put for other systems, where a city names one."""

from pathlib import Path

from tracker.config import Settings
from tracker.documents.store import place_of


def put(settings: Settings, key: str, file: Path) -> str:
    """Put a file under a name (letters, digits, dashes and points, one slash) and return where it stands in words.

    Raises LookupError where no place is configured, StoreFull, and OSError of the place.
    """
    if not settings.exports_url:
        raise LookupError("No place for exports is configured (TRACKER_EXPORTS_URL).")
    place_of(settings, settings.exports_url).keep(key, file)
    return f"{settings.exports_url.rstrip('/')}/{key}"
