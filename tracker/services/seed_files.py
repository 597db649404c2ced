"""The seed data that travels with the product, read once per process."""

import tomllib
from functools import cache
from typing import Any

from tracker.places import data_folder


@cache
def seed(name: str) -> dict[str, Any]:
    """Return the content of seed_data/<name>.toml; the caller must not change it.

    `name` may hold a folder ("presets/chicago"). Raises LookupError when there is no such file.
    """
    path = data_folder("seed_data") / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LookupError(f"There is no seed data named {name}.") from error
