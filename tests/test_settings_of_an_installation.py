"""An installation refuses to start on settings that are missing, weak or unreadable, and says which."""

import pytest

from tracker.config import SettingsProblem, read_settings

STRONG = "correct-horse-battery-staple-0123456789"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in ("SECRET_KEY", "SAMPLE_MODE", "TODAY", "TIME_ZONE", "BASE_URL", "LOG_LEVEL"):
        monkeypatch.delenv(f"TRACKER_{name}", raising=False)


@pytest.mark.parametrize("secret", ["", "short", "a" * 64, "known-to-everybody-and-good-for-the-sample-city-only"])
def test_a_missing_or_weak_secret_is_refused_by_name(monkeypatch, secret):
    monkeypatch.setenv("TRACKER_SECRET_KEY", secret)
    with pytest.raises(SettingsProblem, match="TRACKER_SECRET_KEY"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIME_ZONE", "Mars/Olympus"),
        ("BASE_URL", "privacy.city.example"),
        ("LOG_LEVEL", "loud"),
        ("TODAY", "someday"),
        ("CHECKPOINT_WEBHOOK", "http://archive.example/"),
        ("CHECKPOINT_WEBHOOK", "https://me:secret@archive.example/"),
        ("CHECKPOINT_WEBHOOK", "https://archive.example/"),
        ("CHECKPOINT_WEBHOOK_SECRET", "short"),
    ],
)
def test_an_unreadable_setting_is_refused_by_name(monkeypatch, name, value):
    monkeypatch.setenv("TRACKER_SAMPLE_MODE", "1")
    monkeypatch.setenv(f"TRACKER_{name}", value)
    with pytest.raises(SettingsProblem, match=f"TRACKER_{name}"):
        read_settings()


def test_the_day_can_be_set_in_sample_mode_only(monkeypatch):
    monkeypatch.setenv("TRACKER_TODAY", "2027-06-30")
    monkeypatch.setenv("TRACKER_SAMPLE_MODE", "1")
    assert read_settings().today == "2027-06-30"
    monkeypatch.setenv("TRACKER_SAMPLE_MODE", "0")
    monkeypatch.setenv("TRACKER_SECRET_KEY", STRONG)
    with pytest.raises(SettingsProblem, match="TRACKER_TODAY"):
        read_settings()


def test_the_sample_city_needs_no_secret(monkeypatch):
    monkeypatch.setenv("TRACKER_SAMPLE_MODE", "1")
    assert read_settings().secret_key
