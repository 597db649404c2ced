"""Campaigns: asking all vendors that a new version leaves behind, in waves."""
