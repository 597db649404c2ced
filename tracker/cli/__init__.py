"""The `tracker` commands."""
