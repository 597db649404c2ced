"""Guided steps from a new vendor to its first request."""
