"""Deeds: each checks, changes, records its event and flushes; none commits."""
