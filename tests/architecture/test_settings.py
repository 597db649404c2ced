"""The table in docs/settings.md and the settings in the code are the same."""

import re

from tests.architecture.sources import ROOT
from tracker.config import Settings

ROW = re.compile(r"^\| `(TRACKER_\w+)` \| (.*?) \| (.*) \|$", re.MULTILINE)


def expected_rows():
    """Give the rows that the table must have, in the order of the code."""
    return [
        (
            f"TRACKER_{name.upper()}",
            f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"
            if field.default not in {"", None}
            else "",
            (field.description or "").replace("|", "\\|"),
        )
        for name, field in Settings.model_fields.items()
    ]


def test_every_setting_is_in_the_table_with_its_default_and_its_meaning():
    written = ROW.findall((ROOT / "docs" / "settings.md").read_text())
    rows = "\n".join(f"| `{name}` | {default} | {meaning} |" for name, default, meaning in expected_rows())
    assert written == expected_rows(), f"docs/settings.md should hold these rows:\n{rows}"


def test_every_setting_says_what_it_means():
    assert [name for name, _default, meaning in expected_rows() if not meaning.endswith(".")] == []
