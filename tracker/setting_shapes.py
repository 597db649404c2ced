"""Of which shape the addresses and secrets among the settings must be, and what is said otherwise."""

import re

SHAPES = {
    "base_url": (re.compile(r"https?://[^/\s:?#]+\S*"), "must be an address like https://privacy.city.example"),
    "files_url": (re.compile(r"file:.+|s3://[^/\s]+(/\S*)?"), "must be file:folder or s3://bucket/prefix"),
    "exports_url": (re.compile(r"|file:.+|s3://[^/\s]+(/\S*)?"), "must be file:folder or s3://bucket/prefix"),
    "timestamp_url": (re.compile(r"|https?://[^/\s]+\S*"), "must be an address like http://timestamp.city.example"),
    "checkpoint_webhook": (
        re.compile(r"|https://[^/\s@]+(/\S*)?"),
        "must be an address like https://archive.example/checkpoints",
    ),
    "checkpoint_webhook_secret": (
        re.compile(r"|whsec_[A-Za-z0-9+/]{32,86}={0,2}"),
        "must be whsec_ and the Base64 of 24 to 64 random bytes",
    ),
    "clamav_url": (re.compile(r"|unix:/.+|tcp://\S+:\d+"), "must be tcp://host:port or unix:/path"),
}
