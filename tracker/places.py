"""Where the folders that travel with the package are found."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


def data_folder(name: str) -> Path:
    """Give the folder `name` ("templates", "migrations" or "seed_data").

    In a checkout it stands beside the package; in an installed wheel inside it, under `_data`.
    Raises FileNotFoundError, naming both places, when neither has it.
    """
    # A stranger's `templates` may lie beside us in site-packages; pyproject.toml marks a checkout.
    in_checkout = CHECKOUT / name
    if (CHECKOUT / "pyproject.toml").is_file() and in_checkout.is_dir():
        return in_checkout
    in_wheel = PACKAGE / "_data" / name
    if in_wheel.is_dir():
        return in_wheel
    raise FileNotFoundError(f"Neither {in_checkout} nor {in_wheel} exists: the installation is incomplete.")
